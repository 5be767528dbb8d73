import {
  BillingError,
  currencyDigits,
  Decimal,
  type Money,
  minorUnits,
  moneyFromMinor,
} from '@billport/core';

/** Lago's amounts are JSON numbers: past this they lose digits. */
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Whole minor units as Lago's `*_amount_cents` for an amount of the contract (JPY: yen, KWD: a
 * thousandth).
 * @throws BillingError `invalid_input` past 2^53, where JSON numbers are not exact.
 */
export function toCents(money: Money, field: string): number {
  const minor = minorUnits(money);
  if (minor <= MOST && minor >= -MOST) return Number(minor);
  const message = `Lago takes at most ${moneyFromMinor(MOST, money.currency).amount} ${money.currency}: JSON numbers are not exact beyond.`;
  throw new BillingError('invalid_input', {
    message: `${field}: ${message}`,
    issues: [{ path: field.split('.'), message }],
  });
}

/**
 * An amount of Lago, in minor units, as money.
 * @throws BillingError `malformed_response` for anything but an exact whole number.
 */
export function fromCents(cents: unknown, currency: string, field: string): Money {
  const exact =
    Number.isSafeInteger(cents) || (typeof cents === 'string' && /^-?\d+(?:\.0+)?$/.test(cents));
  if (!exact) {
    throw new BillingError('malformed_response', {
      message: `Lago answered ${field} that is no exact whole number.`,
    });
  }
  return moneyFromMinor(BigInt(String(cents).replace(/\.0+$/, '')), currency);
}

/** A decimal amount in minor units, such as `precise_amount_cents`, in major units. */
export function majorUnits(cents: string | number, currency: string): string {
  return Decimal.parse(String(cents))
    .times(Decimal.fromScaled(1n, currencyDigits(currency)))
    .toString();
}
