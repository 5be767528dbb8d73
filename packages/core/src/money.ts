import { BillingError } from './billing-error.ts';
import type { Money } from './contract/scalars.ts';
import { currencyDigits } from './currency.ts';
import { Decimal } from './decimal.ts';

/** Money from minor units (cents, yen, fils): 1250n USD is 12.50. */
export function moneyFromMinor(minor: bigint, currency: string): Money {
  const digits = currencyDigits(currency);
  return { amount: Decimal.fromScaled(BigInt(minor), digits).toFixed(digits), currency };
}

/**
 * Minor units of an amount: 12.50 USD is 1250n, 100 JPY is 100n.
 * @throws BillingError `invalid_input` when the amount has more digits than its currency.
 */
export function minorUnits(money: Money): bigint {
  const digits = currencyDigits(money.currency);
  try {
    return Decimal.parse(money.amount).toScaled(digits);
  } catch (cause) {
    throw new BillingError('invalid_input', {
      message: `${money.amount} ${money.currency} is not an amount of ${money.currency}: it has ${digits} digits behind the point.`,
      cause,
    });
  }
}

/**
 * The sum of amounts of one currency; zero of `currency` when there are none.
 * @throws BillingError `invalid_input` when one has another currency.
 */
export function sumMoney(amounts: Iterable<Money>, currency: string): Money {
  let total = 0n;
  for (const money of amounts) {
    if (money.currency !== currency) {
      throw new BillingError('invalid_input', {
        message: `Cannot add ${money.currency} to ${currency}: convert it first.`,
      });
    }
    total += minorUnits(money);
  }
  return moneyFromMinor(total, currency);
}
