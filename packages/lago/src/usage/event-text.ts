import { currencyDigits, Decimal, type UsageEventInput } from '@billport/core';
import type { FoundReferences } from './event-references.ts';

/** A price in minor units, exact: `12.345` USD is `1234.5`. */
function minorText(amount: string, currency: string): string {
  return Decimal.parse(amount)
    .times(Decimal.fromInteger(10n ** BigInt(currencyDigits(currency))))
    .toString();
}

function priceOf({ preciseAmount, subscriptionKey }: UsageEventInput, found: FoundReferences) {
  const currency = found.subscriptions.get(subscriptionKey)?.currency;
  if (preciseAmount === undefined || currency === undefined) return undefined;
  return minorText(preciseAmount, currency);
}

/**
 * An event as Lago takes it. The timestamp is in seconds, with milliseconds as decimals: thirteen
 * digits would be taken for seconds as well (`facts/lago.md §b`, Events). A number of up to 15
 * digits is written as it is.
 * @param at the timestamp in epoch milliseconds
 */
export function eventBody(event: UsageEventInput, at: number, found: FoundReferences) {
  const body = {
    transaction_id: event.id,
    external_subscription_id: event.subscriptionKey,
    code: event.metric,
    timestamp: at / 1000,
    properties: event.properties,
  };
  if (event.preciseAmount === undefined) return body;
  return { ...body, precise_total_amount_cents: priceOf(event, found) };
}

/** The batch as Lago takes it, of events that were written before. */
export function batchText(events: readonly string[]): string {
  return `{"events":[${events.join(',')}]}`;
}

/** The events of a batch again, each as it was written, to the last byte. */
export function eventTexts(batch: string): string[] {
  const { events } = JSON.parse(batch) as { readonly events: readonly object[] };
  return events.map((event) => JSON.stringify(event));
}
