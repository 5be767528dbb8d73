import { Decimal } from '@billport/core';
import type { LagoAppliedTax, LagoFee } from '../wire/fee.ts';
import { decimalOf } from '../wire-decimal.ts';

/** Taxes of an invoice among which those of a fee are looked for; of more, the fee is read. */
const MOST_TAXES = 8;

const HUNDREDTH = Decimal.parse('0.01');

const rateOf = ({ tax_rate: rate }: LagoAppliedTax) => decimalOf(rate, 'tax_rate');

/** Every choice of some of the taxes. */
function* choices(taxes: readonly LagoAppliedTax[]): Generator<readonly LagoAppliedTax[]> {
  const [first, ...rest] = taxes;
  if (first === undefined) return yield [];
  for (const choice of choices(rest)) {
    yield [first, ...choice];
    yield choice;
  }
}

/** Choices of the invoice's taxes that come to the rate of the fee. */
function fitting(fee: LagoFee, taxes: readonly LagoAppliedTax[]) {
  const rate = decimalOf(fee.taxes_rate ?? 0, 'taxes_rate');
  const counting = taxes.filter((tax) => !rateOf(tax).isZero());
  if (rate.isZero()) return [[]];
  if (counting.length > MOST_TAXES) return [];
  return [...choices(counting)].filter((choice) => Decimal.sum(choice.map(rateOf)).equals(rate));
}

/** The tax on this fee: on what coupons leave of it (`facts/rating.md §2`). */
function onFee(tax: LagoAppliedTax, fee: LagoFee): LagoAppliedTax {
  const coupons = decimalOf(fee.precise_coupons_amount_cents ?? 0, 'precise_coupons_amount_cents');
  const base = decimalOf(fee.amount_cents, 'amount_cents').minus(coupons);
  const amount = base.times(rateOf(tax)).times(HUNDREDTH).round(0);
  return { ...tax, amount_cents: Number(amount.toString()) };
}

/**
 * The fee of an invoice with its taxes. Where Lago leaves them out, they are those of the invoice
 * that come to the fee's rate; where several choices do, the fee is read by itself.
 * @param readFee absent for a preview, whose fees are nowhere to be read: then any choice that
 * comes to the rate is taken, since all of them cost the same.
 */
export async function withTaxes(
  fee: LagoFee,
  taxes: readonly LagoAppliedTax[],
  readFee: ((id: string) => Promise<LagoFee>) | undefined,
): Promise<LagoFee> {
  if (fee.applied_taxes != null) return fee;
  const fits = fitting(fee, taxes);
  const { lago_id: id } = fee;
  if (fits.length !== 1 && id !== null && readFee !== undefined) return readFee(id);
  return { ...fee, applied_taxes: (fits[0] ?? []).map((tax) => onFee(tax, fee)) };
}
