import { currencyDigits, Decimal, toEpochMs, type UsageEventInput } from '@billport/core';
import type { FoundReferences } from './event-references.ts';

/** A price in minor units, exact: `12.345` USD is `1234.5`. */
function minorText(amount: string, currency: string): string {
  return Decimal.parse(amount)
    .times(Decimal.fromInteger(10n ** BigInt(currencyDigits(currency))))
    .toString();
}

/**
 * An event as Lago takes it. The timestamp is in seconds, with milliseconds as decimals: thirteen
 * digits would be taken for seconds as well (`facts/lago.md §b`, Events).
 */
export function eventText(event: UsageEventInput, found: FoundReferences): string {
  const { id, subscriptionKey, metric, timestamp, properties, preciseAmount } = event;
  const currency =
    preciseAmount === undefined ? undefined : found.subscriptions.get(subscriptionKey)?.currency;
  return JSON.stringify({
    transaction_id: id,
    external_subscription_id: subscriptionKey,
    code: metric,
    // A number of up to 15 digits is written as it is.
    timestamp: toEpochMs(timestamp) / 1000,
    properties,
    precise_total_amount_cents:
      preciseAmount === undefined || currency === undefined
        ? undefined
        : minorText(preciseAmount, currency),
  });
}
