import type { LagoPlan } from '../plan-book.ts';
import type { LagoState } from '../state.ts';

/** @throws BillingError `not_found` for a tax that a plan, a charge or its commitment names. */
export async function checkTaxes(
  state: LagoState,
  plan: Pick<LagoPlan, 'taxCodes' | 'charges' | 'minimumCommitment'>,
): Promise<void> {
  const codes = new Set([
    ...plan.taxCodes,
    ...plan.charges.flatMap(({ taxCodes }) => taxCodes),
    ...(plan.minimumCommitment?.taxCodes ?? []),
  ]);
  for (const code of codes) await state.billing.taxes.get({ code });
}
