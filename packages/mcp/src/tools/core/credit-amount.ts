import { currencyDigits, Decimal, type Money } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import type { ChosenWallet } from './choose-wallet.ts';

/** A number of credits and what they are worth. */
export interface CreditAmount {
  /** Plain decimal text. */
  readonly credits: string;
  /** Cut to the currency's digits, as providers do (`facts/rating.md §12`). */
  readonly worth: Money;
}

/** What the caller says: one of the two. */
interface Wanted {
  readonly amount?: string | undefined;
  readonly credits?: string | undefined;
}

/** Digits of credits behind the point that a quotient is tried with. */
const CREDIT_DIGITS = 15;

const refuse = (field: string, message: string, next: string) =>
  new Refusal('invalid_arguments', { field, message: `${field}: ${message}`, next });

/** @throws Refusal `invalid_arguments` for an amount with more digits than its currency has. */
function checkDigits(amount: Decimal, currency: string): void {
  const digits = currencyDigits(currency);
  if (amount.equals(amount.round(digits))) return;
  throw refuse(
    'amount',
    `${currency} has ${digits} digits behind the point.`,
    `Write ${amount.round(digits).toFixed(digits)}, or credits instead.`,
  );
}

/** @throws Refusal `invalid_arguments` when the amount is no exact number of credits. */
function creditsFor(amount: Decimal, creditValue: Decimal, currency: string): Decimal {
  checkDigits(amount, currency);
  const credits = amount.dividedBy(creditValue, CREDIT_DIGITS, 'down');
  if (credits.times(creditValue).equals(amount)) return credits;
  throw refuse(
    'amount',
    `at ${creditValue} ${currency} for a credit it is no exact number of credits.`,
    `Call again with credits: "${credits.round(0, 'down')}" instead of amount.`,
  );
}

/** @throws Refusal `invalid_arguments` for what is not above zero (`facts/mcp.md §e.3 D7`). */
function positive(field: string, text: string): Decimal {
  const value = Decimal.parse(text);
  if (value.isPositive()) return value;
  throw refuse(field, 'it must be above zero.', 'terminate or void takes credits away, not this.');
}

/**
 * Credits and their worth, from either.
 * @throws Refusal `invalid_arguments` unless exactly one is given, above zero, and worth at least
 *   the smallest unit of the currency.
 */
export function creditAmount(
  { wallet, currency }: ChosenWallet,
  { amount, credits }: Wanted,
): CreditAmount {
  if ((amount === undefined) === (credits === undefined)) {
    throw refuse(
      'amount',
      `write either amount (money) or credits (their number)${amount === undefined ? '' : ', not both'}.`,
      'Call again with one of them.',
    );
  }
  const value = Decimal.parse(wallet?.creditValue ?? '1');
  const number =
    amount === undefined
      ? positive('credits', credits as string)
      : creditsFor(positive('amount', amount), value, currency);
  const digits = currencyDigits(currency);
  const worth = number.times(value).round(digits, 'down');
  if (!worth.isPositive()) {
    throw refuse('credits', `they are worth less than the smallest ${currency}.`, 'Write more.');
  }
  return { credits: number.toString(), worth: { amount: worth.toFixed(digits), currency } };
}
