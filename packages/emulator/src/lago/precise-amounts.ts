import { currencyDigits, Decimal, moneyFromMinor } from '@billport/core';
import { toCents, toRailsDecimal, type WireInteger } from './amounts.ts';

/** An unrounded amount in major units, in the currency's smallest unit. */
function minorOf(major: Decimal, currency: string): Decimal {
  return Decimal.fromScaled(major.coefficient, major.scale).times(
    Decimal.fromInteger(10n ** BigInt(currencyDigits(currency))),
  );
}

/** `*_precise_amount_cents`, a decimal text, of an unrounded amount in major units. */
export const toPreciseCents = (major: Decimal, currency: string): string =>
  toRailsDecimal(minorOf(major, currency).toString());

/** `*_amount_cents` of an unrounded amount in major units, rounded half away from zero. */
export const toRoundedCents = (major: Decimal, currency: string): WireInteger =>
  toCents(moneyFromMinor(minorOf(major, currency).round(0).toScaled(0), currency));

/** A precise amount in major units as a decimal text. */
export const toPreciseAmount = (major: Decimal): string => toRailsDecimal(major.toString());
