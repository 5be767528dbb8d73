import {
  BillingError,
  type Charge,
  chargeCode,
  type Plan,
  type UpdatePlanInput,
} from '@billport/core';

/** What a change of a plan says of its charges. */
export type ChargeChanges = Pick<UpdatePlanInput, 'charges' | 'removeCharges'>;

/**
 * Checks that what a change removes is there.
 * @param codes of the charges that the plan has
 * @throws BillingError `not_found` for the code of a charge that the plan does not have
 */
export function checkRemovals(
  codes: readonly string[],
  { removeCharges = [] }: ChargeChanges,
): void {
  const index = removeCharges.findIndex((code) => !codes.includes(code));
  const code = removeCharges[index];
  if (code === undefined) return;
  const left = codes.map((known) => JSON.stringify(known)).join(', ');
  const message = `The plan has no charge ${JSON.stringify(code)}. Name one of ${left || 'none: it has no charges'}.`;
  throw new BillingError('not_found', {
    message: `removeCharges[${index}]: ${message}`,
    issues: [{ path: ['removeCharges', index], message }],
    details: { resource: 'charge', key: code },
  });
}

/** The charges of a plan after a change, in the words of the contract. */
export function changedCharges(
  plan: Pick<Plan, 'charges'>,
  { charges = [], removeCharges = [] }: ChargeChanges,
): Charge[] {
  const merged = new Map(plan.charges.map((charge) => [chargeCode(charge), charge]));
  for (const code of removeCharges) merged.delete(code);
  for (const charge of charges) merged.set(chargeCode(charge), charge);
  return [...merged.values()];
}
