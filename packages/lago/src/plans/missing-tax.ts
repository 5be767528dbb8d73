import { BillingError, type UpdatePlanInput } from '@billport/core';

type Taxed = Pick<UpdatePlanInput, 'charges' | 'taxCodes' | 'minimumCommitment'>;

/** The taxes that an input names. */
function taxCodesOf({ taxCodes, minimumCommitment, charges = [] }: Taxed): string[] {
  const lists = [taxCodes, minimumCommitment?.taxCodes, ...charges.map((each) => each.taxCodes)];
  return [...new Set(lists.flatMap((list) => list ?? []))];
}

/** Lago says only that a tax is missing: the error that names those it can be, or the error itself. */
export function namingTaxes(error: unknown, input: Taxed): unknown {
  if (!BillingError.is(error, 'not_found') || error.details?.resource !== 'tax') return error;
  const codes = taxCodesOf(input);
  const [only] = codes;
  const names = codes.map((code) => JSON.stringify(code)).join(', ');
  return new BillingError('not_found', {
    message:
      codes.length === 1
        ? `taxCodes: There is no tax ${names}: create it first.`
        : `taxCodes: Lago does not have all of the taxes ${names}: create what is missing first.`,
    details: { resource: 'tax', ...(codes.length === 1 && only !== undefined && { key: only }) },
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    status: 404,
    cause: error,
  });
}
