import { BillingError, currencyDigits, Decimal, type Money, type Tax } from '@billport/core';
import type { ToolCall } from './tool-call.ts';

/** Codes of taxes that something names; undefined or none where it leaves them to what is above it. */
type Codes = readonly string[] | undefined;

/** What decides the tax of some fees. */
export interface Taxed {
  /** What the fees themselves name, each kind of fee its own. */
  readonly named: readonly Codes[];
  /** What their customer names. */
  readonly customer: Codes;
}

/** All taxes; undefined where the provider does not tell them, or not to whom the key belongs. */
async function allTaxes({ billing }: ToolCall): Promise<Tax[] | undefined> {
  if (!billing.supports('taxes.list')) return undefined;
  const found: Tax[] = [];
  try {
    for await (const tax of billing.taxes.list({ limit: 100 })) found.push(tax);
  } catch (error) {
    const isKept =
      BillingError.is(error, 'forbidden') || BillingError.is(error, 'feature_not_enabled');
    if (isKept) return undefined;
    throw error;
  }
  return found;
}

/**
 * The percentage of tax on each kind of fee: of the taxes that it names, else those of the customer,
 * else those that apply by default (`facts/rating.md §10`). Undefined where the provider does not
 * tell its taxes.
 */
export async function taxRates(
  call: ToolCall,
  { named, customer }: Taxed,
): Promise<Decimal[] | undefined> {
  const taxes = await allTaxes(call);
  if (taxes === undefined) return undefined;
  const byDefault = taxes.filter((tax) => tax.byDefault).map(({ code }) => code);
  return named.map((codes) => {
    const chosen = [codes, customer, byDefault].find((each) => each?.length) ?? [];
    const counting = taxes.filter(({ code }) => chosen.includes(code));
    return Decimal.sum(counting.map(({ rate }) => Decimal.parse(rate)));
  });
}

/** The highest of {@link taxRates}. */
export async function taxRate(call: ToolCall, taxed: Taxed): Promise<Decimal | undefined> {
  const rates = await taxRates(call, taxed);
  return rates?.reduce((highest, rate) => Decimal.max(highest, rate), Decimal.ZERO);
}

const HUNDRED = Decimal.fromInteger(100);

/** An amount with its tax, parts of minor units as whole ones. */
export function withTax({ amount, currency }: Money, percent: Decimal): Money {
  const digits = currencyDigits(currency);
  const whole = Decimal.parse(amount);
  const tax = whole.times(percent).dividedBy(HUNDRED, digits, 'up');
  return { amount: whole.plus(tax).toFixed(digits), currency };
}
