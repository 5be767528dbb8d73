import type { UsageRejection, UsageRejectionReason } from '@billport/core';

/** What Lago tells of one event that nobody pays for: the fields that are read. */
export interface WireEventError {
  readonly error?: string | null;
  /** JSON text of lists of rules by field; text of another kind; or the lists themselves. */
  readonly message?: unknown;
  readonly event?: { readonly transaction_id?: string | null } | null;
}

/** Events of the last hour that nobody pays for: lists of their ids by rule. */
export type WireEventsErrors = Readonly<Record<string, unknown>>;

/** What Lago calls fields of events. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['transaction_id', 'id'],
  ['code', 'metric'],
  ['external_subscription_id', 'subscriptionKey'],
]);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The texts in a list, or a text by itself. */
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

/** The lists in a message; undefined where it is plain words. */
function rulesByField(message: unknown): Fields | undefined {
  if (isFields(message)) return message;
  try {
    const parsed: unknown = JSON.parse(String(message));
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Why one event is not billed (`event.error`, `facts/lago.md §c`). */
export function rejectionOfEvent({ error, message, event }: WireEventError): UsageRejection {
  const eventIds = texts(event?.transaction_id);
  const byField = rulesByField(message);
  if (byField === undefined) {
    const [rule = 'unknown'] = texts([message, error]);
    return { reasons: [{ rule, eventIds }] };
  }
  const reasons = Object.entries(byField).flatMap(([name, rules]) =>
    texts(rules).map((rule): UsageRejectionReason => {
      const field = FIELDS.get(name) ?? name;
      return { rule, eventIds, ...(name !== 'base' && { field }) };
    }),
  );
  return { reasons };
}

/** Why events of the last hour are not billed (`events.errors`, `facts/lago.md §c`). */
export function rejectionOfEvents(wire: WireEventsErrors): UsageRejection {
  const reasons = Object.entries(wire)
    .map(([rule, ids]) => ({ rule, eventIds: texts(ids) }))
    .filter(({ eventIds }) => eventIds.length > 0);
  return { reasons };
}
