import { type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { estimateFees, NOT_ESTIMATED } from './usage/estimate-fees.ts';
import { EventReferences } from './usage/event-references.ts';
import { getEvent, listEvents } from './usage/read-events.ts';
import { currentUsage, pastUsage } from './usage/read-usage.ts';
import { UsageRecorder } from './usage/record-usage.ts';

type UsageHandlers = NonNullable<Handlers['usage']>;

/** The port `usage`. */
export function usageHandlers(lago: Connection) {
  const references = new EventReferences(lago);
  const recorder = new UsageRecorder(lago, references);
  const list: NonNullable<UsageHandlers['listEvents']>['handle'] = (input, context) =>
    listEvents(lago, input, context, references);
  return {
    record: native((input, context) => recorder.record(input, context)),
    getEvent: native((input, context) => getEvent(lago, input, context, references)),
    listEvents:
      lago.eventStore === 'clickhouse'
        ? partial(list, 'Lago lists events of ClickHouse as they came in, not by their timestamps.')
        : native(list),
    current: native(({ subscriptionKey }, context) => currentUsage(lago, subscriptionKey, context)),
    past: native((input, context) => pastUsage(lago, input, context)),
    estimateFees: partial(
      (input, context) => estimateFees(lago, input, context),
      'Lago estimates what an event costs now, at the prices of its plan.',
      NOT_ESTIMATED,
    ),
  } satisfies Handlers['usage'];
}
