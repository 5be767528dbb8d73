import { type Handlers, native, toEpochMs, toInstant } from '@billport/core';
import { command, type Engine, query } from '../engine.ts';
import { notFound } from '../store/documents.ts';
import { estimateFees } from './estimate-fees.ts';
import { recordUsage } from './record-usage.ts';
import { currentUsage, pastUsagePage } from './usage-summary.ts';

const epochMs = (instant: string | undefined) =>
  instant === undefined ? undefined : toEpochMs(instant);

/** The port `usage`. */
export function usageHandlers(engine: Engine) {
  return {
    record: native(command(engine, (input, moment) => recordUsage(engine, input, moment))),
    getEvent: native(
      query(engine, ({ subscriptionKey, id }) => {
        const event = engine.events.find(subscriptionKey, id);
        if (event === undefined) throw notFound('event', id);
        return event;
      }),
    ),
    listEvents: native(
      query(engine, ({ limit, cursor, from, to, ...filter }) =>
        engine.events.page({ limit, cursor }, { ...filter, from: epochMs(from), to: epochMs(to) }),
      ),
    ),
    current: native(
      query(engine, ({ subscriptionKey }, moment) => currentUsage(engine, subscriptionKey, moment)),
    ),
    past: native(
      query(engine, ({ subscriptionKey, ...page }) => pastUsagePage(engine, subscriptionKey, page)),
    ),
    estimateFees: native((input) => {
      const now = engine.clock.now();
      const moment = { now, instant: toInstant(now) };
      return engine.database.rehearse(() => estimateFees(engine, input, moment));
    }),
  } satisfies Handlers['usage'];
}
