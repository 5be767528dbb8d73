import { currencyDigits, Decimal, type Money } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import { foundOrNone } from './found-or-none.ts';
import type { ToolCall } from './tool-call.ts';

/** A usage event that may bring its own price. */
export interface PricedEvent {
  readonly subscriptionKey: string;
  /** Major units, any digits; `facts/rating.md §5`. */
  readonly preciseAmount?: string | undefined;
}

/** The currency of the plan that a subscription is on; undefined where it cannot be known. */
async function currencyOf({ billing }: ToolCall, subscriptionKey: string) {
  if (!billing.supports('subscriptions.get') || !billing.supports('plans.get')) return undefined;
  const subscription = await foundOrNone(billing.subscriptions.get({ subscriptionKey }));
  if (subscription === undefined) return undefined;
  const plan = await foundOrNone(billing.plans.get({ code: subscription.planCode }));
  return plan?.price.currency;
}

/** The amounts without their signs: what some events take back does not hide what others charge. */
function sumOf(events: readonly PricedEvent[], currency: string): Money {
  const amounts = events.map(({ preciseAmount = '0' }) => Decimal.parse(preciseAmount).abs());
  const digits = currencyDigits(currency);
  return { amount: Decimal.sum(amounts).round(digits, 'up').toFixed(digits), currency };
}

/**
 * The money that usage events move by the prices they bring, parts of minor units as whole ones.
 * Undefined where they bring none, or where no subscription of theirs is known.
 * @throws Refusal `invalid_arguments` for prices in several currencies: limits are held against one.
 */
export async function pricedUsage(
  call: ToolCall,
  events: readonly PricedEvent[],
): Promise<Money | undefined> {
  const priced = events.filter(({ preciseAmount }) => preciseAmount !== undefined);
  const keys = [...new Set(priced.map(({ subscriptionKey }) => subscriptionKey))];
  const found = await Promise.all(keys.map((key) => currencyOf(call, key)));
  const currencies = [...new Set(found.filter((currency) => currency !== undefined))];
  if (currencies.length > 1) {
    throw new Refusal('invalid_arguments', {
      field: 'events',
      message: `events: their prices (preciseAmount) are in several currencies: ${currencies.join(', ')}.`,
      next: 'Send the events of each currency in a call of their own.',
    });
  }
  const [currency] = currencies;
  return currency === undefined ? undefined : sumOf(priced, currency);
}
