import type { Charge, Plan, Warning } from '@billport/core';

/** Fields of plans that Paigo has no place for: it takes taxes from the account and the customer. */
export const WITHOUT = ['taxCodes', 'charges.taxCodes', 'minimumCommitment.taxCodes'] as const;

/** What a plan and a change of one have in common here. */
interface GivenPlan {
  readonly taxCodes?: readonly string[] | null | undefined;
  readonly charges?: readonly Charge[] | undefined;
  readonly minimumCommitment?: Plan['minimumCommitment'] | null | undefined;
  readonly trialDays?: number | null | undefined;
  readonly price?: Plan['price'] | undefined;
}

function* fieldsNotKept({ taxCodes, charges = [], minimumCommitment }: GivenPlan) {
  if (taxCodes) yield 'taxCodes';
  if (charges.some((charge) => charge.taxCodes)) yield 'charges.taxCodes';
  if (minimumCommitment?.taxCodes) yield 'minimumCommitment.taxCodes';
}

/**
 * Says what Paigo may do otherwise with a trial: its document says that the length counts days, and
 * that it depends on the type of the offering (`facts/paigo.md §4`).
 */
function trialWarnings({ trialDays }: GivenPlan): Warning[] {
  if (!trialDays) return [];
  const message =
    'In a trial Paigo bills no usage either, and may count billing cycles instead of days where there is a base price.';
  return [{ code: 'partial', message, field: 'trialDays' }];
}

/** What has to be said of a plan that was given. */
export function notKept(given: GivenPlan): Warning[] {
  const fields = [...fieldsNotKept(given)].map(
    (field): Warning => ({
      code: 'not_applied',
      message: 'Paigo has no taxes by code: it takes those of the account and the customer.',
      field,
    }),
  );
  return [...fields, ...trialWarnings(given)];
}
