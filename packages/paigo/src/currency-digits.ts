import { currencyDigits, Decimal, invalidInput } from '@billport/core';

/**
 * Refuses an amount with more digits than its currency has: what Paigo would make of them is not
 * known.
 * @param path of the field, for the refusal
 * @throws BillingError `invalid_input`
 */
export function checkDigits(
  text: string,
  currency: string,
  path: readonly (string | number)[],
): void {
  const digits = currencyDigits(currency);
  const amount = Decimal.parse(text);
  if (amount.round(digits, 'down').equals(amount)) return;
  const message = `Write at most ${digits} digits behind the point: ${currency} has no smaller unit.`;
  throw invalidInput([{ path: [...path], message }]);
}
