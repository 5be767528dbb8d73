import { Decimal, minorUnits, type Wallet } from '@billport/core';
import { type CreditRate, creditsOfMoney } from '@billport/rating';

/** Digits behind the point of credits that come from dividing money by their worth. */
const CREDIT_DIGITS = 5;

/** What one credit of the wallet is worth. */
export function rateOf(wallet: Pick<Wallet, 'creditValue' | 'currency'>): CreditRate {
  return { rate: Decimal.parse(wallet.creditValue), currency: wallet.currency };
}

/** What is left in the wallet, in minor units. */
export function balanceOf(wallet: Wallet): bigint {
  return minorUnits(wallet.balance);
}

/**
 * The number of credits that an amount is worth, cut to 5 decimals: 1.00 at 0.03 a credit is
 * 33.33333. A number so small that nothing would be left keeps its digits.
 * @param amountMinor in minor units
 */
export function creditsFor(amountMinor: bigint, rate: CreditRate): string {
  const { credits } = creditsOfMoney(amountMinor, rate);
  const cut = credits.round(CREDIT_DIGITS, 'down');
  return (cut.isZero() ? credits : cut).toString();
}
