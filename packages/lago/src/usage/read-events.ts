import { checkEcho, path } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Page,
  toEpochMs,
  type UsageEvent,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoEvent } from '../wire/event.ts';
import { instantOf } from '../wire-instant.ts';
import type { EventReferences } from './event-references.ts';
import { toUsageEvent } from './event-view.ts';

type GetInput = CheckedInputOf<typeof contract.usage.getEvent>;
type ListInput = CheckedInputOf<typeof contract.usage.listEvents>;

/** What tells events apart; ClickHouse gives them no `lago_id`. */
const idOf = ({ transaction_id: id, external_subscription_id: key }: LagoEvent) =>
  JSON.stringify([key, id]);

/** The event of the subscription with this id, among those that share the id. */
async function search(lago: Connection, input: GetInput, context: CallContext): Promise<LagoEvent> {
  const { subscriptionKey, id } = input;
  const list = {
    path: path`/events`,
    query: { external_subscription_id: subscriptionKey },
    root: 'events',
    idOf,
  };
  for await (const row of lago.rows<LagoEvent>(list, context)) {
    if (row.transaction_id === id && row.external_subscription_id === subscriptionKey) return row;
  }
  throw new BillingError('not_found', {
    message: `Subscription ${JSON.stringify(subscriptionKey)} has no event ${JSON.stringify(id)}.`,
    details: { resource: 'event', key: id },
  });
}

/**
 * Reads an event. Lago brings the first one with the id, whatever its subscription: where that is
 * another one's, the events of the subscription are searched.
 * @throws BillingError `not_found`
 */
export async function getEvent(
  lago: Connection,
  input: GetInput,
  context: CallContext,
  references: EventReferences,
): Promise<UsageEvent> {
  const { subscriptionKey, id } = input;
  const about = { resource: 'event', key: id };
  const first = await lago.read<LagoEvent>('event', path`/events/${id}`, context, { about });
  checkEcho('event', id, first.transaction_id);
  const isIt = first.external_subscription_id === subscriptionKey;
  return toUsageEvent(isIt ? first : await search(lago, input, context), references);
}

/** A page of events. Lago's `timestamp_to` belongs to what it brings, the contract's does not. */
export function listEvents(
  lago: Connection,
  { subscriptionKey, metric, from, to, limit, cursor }: ListInput,
  context: CallContext,
  references: EventReferences,
): Promise<Page<UsageEvent>> {
  const end = to === undefined ? Number.POSITIVE_INFINITY : toEpochMs(to);
  return lago.page<LagoEvent, UsageEvent>(
    {
      path: path`/events`,
      query: {
        external_subscription_id: subscriptionKey,
        code: metric,
        timestamp_from: from,
        timestamp_to: to,
      },
      root: 'events',
      limit,
      cursor,
      idOf,
      keep: ({ external_subscription_id: key, timestamp }) =>
        Boolean(key) && toEpochMs(instantOf(timestamp, 'timestamp')) < end,
      toItem: (row) => toUsageEvent(row, references),
    },
    context,
  );
}
