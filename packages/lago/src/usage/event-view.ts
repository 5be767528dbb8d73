import { compact } from '@billport/adapter-kit';
import type { UsageEvent } from '@billport/core';
import { majorUnits } from '../minor-units.ts';
import type { LagoEvent } from '../wire/event.ts';
import { instantOf } from '../wire-instant.ts';
import type { EventReferences } from './event-references.ts';

/** Properties as text: other programs may have sent numbers, or more. */
function textProperties(properties: LagoEvent['properties']): Record<string, string> {
  const known = Object.entries(properties ?? {}).filter(([, value]) => value != null);
  return Object.fromEntries(
    known.map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

/** The price of an event, in major units of the currency of its plan. */
async function priceOf(row: LagoEvent, key: string, references: EventReferences) {
  const cents = row.precise_total_amount_cents;
  if (!cents) return undefined;
  const currency = (await references.subscription(key))?.currency;
  return currency && majorUnits(cents, currency);
}

/** An event of Lago as the contract has it. */
export async function toUsageEvent(
  row: LagoEvent,
  references: EventReferences,
): Promise<UsageEvent> {
  const key = row.external_subscription_id ?? '';
  return compact({
    id: row.transaction_id,
    subscriptionKey: key,
    metric: row.code,
    timestamp: instantOf(row.timestamp, 'timestamp'),
    properties: textProperties(row.properties),
    preciseAmount: await priceOf(row, key, references),
    createdAt: instantOf(row.created_at, 'created_at'),
    providerRef: row.lago_id ? { provider: 'lago', type: 'event', id: row.lago_id } : undefined,
  });
}
