import { BillingError, currencyDigits, Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { PRECISE_DIGITS } from '../period/minor-units.ts';

/** Credits and the money that they are worth. */
export interface WalletCredits {
  /** Number of credits, at most 15 digits behind the point. */
  readonly credits: Decimal;
  /** Whole minor units of the currency. */
  readonly amountMinor: bigint;
}

/** What one credit is worth. */
export interface CreditRate {
  /** Money for one credit, in major units; above zero. */
  readonly rate: Decimal;
  readonly currency: string;
}

/**
 * Money for a number of credits (`facts/rating.md §12`). Credits that are bought are cut to what
 * whole minor units buy: 1034 credits at 0.001 EUR are 1030 credits for 1.03. Granted ones keep
 * their number; only their money is cut.
 *
 * @param kind whether the credits are paid for
 * @throws BillingError `invalid_input` when the rate is not above zero or the currency is unknown.
 */
export function moneyOfCredits(
  credits: Decimal,
  kind: 'purchased' | 'granted',
  rate: CreditRate,
): WalletCredits {
  const digits = currencyDigits(rate.currency);
  const money = credits.times(positiveRate(rate)).round(digits, 'down');
  const amountMinor = money.toScaled(digits);
  return kind === 'granted' ? { credits, amountMinor } : creditsOfMoney(amountMinor, rate);
}

/**
 * Credits for an amount of money.
 *
 * @param amountMinor in minor units of the rate's currency
 * @throws BillingError `invalid_input` when the rate is not above zero or the currency is unknown.
 */
export function creditsOfMoney(amountMinor: bigint, rate: CreditRate): WalletCredits {
  const money = Decimal.fromScaled(amountMinor, currencyDigits(rate.currency));
  const credits = Fraction.of(money).dividedBy(Fraction.of(positiveRate(rate)));
  return { credits: credits.toDecimal(PRECISE_DIGITS, 'down'), amountMinor };
}

function positiveRate({ rate }: CreditRate): Decimal {
  if (rate.isPositive()) return rate;
  throw new BillingError('invalid_input', {
    message: `rate: a credit cannot be worth ${rate}; write an amount above zero.`,
  });
}
