import { type Charge, Decimal, type Plan } from '@billport/core';

/** What all charges of a plan cost at least in a period of usage, whatever is used; major units. */
export function minimumOfCharges({ charges }: Plan): Decimal {
  const least = charges.map((charge: Charge) => ('minimum' in charge ? charge.minimum : undefined));
  return Decimal.sum(least.map((each) => Decimal.parse(each?.amount ?? '0')));
}

/** Codes of taxes that the fees of a plan name, each kind of fee its own. */
export function taxesNamed({ taxCodes, charges, minimumCommitment }: Plan) {
  const ofCharges = charges.map((charge: Charge) => charge.taxCodes);
  return [undefined, minimumCommitment?.taxCodes, ...ofCharges].map((codes) => codes ?? taxCodes);
}
