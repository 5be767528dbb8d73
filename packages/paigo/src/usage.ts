import { emulated, type Handlers, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { getEvent, listEvents } from './usage/read-events.ts';
import { currentUsage, pastUsage } from './usage/read-usage.ts';
import { UsageRecorder } from './usage/record-usage.ts';

const READ_LATE =
  'Paigo keeps no list of events: they are searched in the usage of the customer, as it was a second ago.';

const PRICED_HERE =
  'Paigo tells units and no amounts: they are priced here, by calendar months in UTC, as the plan of that time is now, and as usage was a second ago; prices that an enrolment has of its own count while it lasts. A trial and a discount are not taken off: a warning names them.';

const RECORDED_ONCE =
  'Paigo knows no ids of events: one with the same id and timestamp as one before counts once, since what was recorded before is looked up, and found when it is older than a second or was recorded by this process. Expect usage of months in UTC that are over on no invoice: a warning names those events. Paigo may count records of one metric and customer at the same millisecond once: this process gives each a millisecond of its own, apart from all that it can look up, but not from what another process records in the same second.';

/** The port `usage`. */
export function usageHandlers(paigo: Connection) {
  const recorder = new UsageRecorder(paigo);
  return {
    record: emulated((input, context) => recorder.record(input, context), RECORDED_ONCE),
    getEvent: emulated((input, context) => getEvent(paigo, input, context), READ_LATE),
    listEvents: emulated((input, context) => listEvents(paigo, input, context), READ_LATE),
    current: partial(
      ({ subscriptionKey }, context) => currentUsage(paigo, subscriptionKey, context),
      PRICED_HERE,
    ),
    past: partial((input, context) => pastUsage(paigo, input, context), PRICED_HERE),
  } satisfies Handlers['usage'];
}
