import {
  BillingError,
  type EventResult,
  pathText,
  type RecordUsageInput,
  type RecordUsageResult,
  toEpochMs,
  type UsageEventInput,
  type Warning,
} from '@billport/core';
import { billThresholds } from '../billing/progressive-billing.ts';
import type { Engine, Moment } from '../engine.ts';
import { makeAdvanceInvoices } from '../invoicing/advance-invoice.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { type AcceptedEvent, EventCheck, type EventRefusal } from './event-check.ts';
import type { NewEvent, StoredEvent } from './event-table.ts';
import { EventMeter } from './meter-event.ts';
import { finalInvoiceFor } from './usage-window.ts';

/** An event of the call on its way. */
interface Incoming {
  readonly index: number;
  readonly event: UsageEventInput;
  readonly accepted: AcceptedEvent;
  readonly row: NewEvent;
}

interface Refused {
  readonly index: number;
  readonly event: UsageEventInput;
  readonly refusal: EventRefusal;
}

/** Properties as JSON with sorted names: equal content is equal text. */
function canonicalJson(properties: Readonly<Record<string, string>>): string {
  const names = Object.keys(properties);
  const sorted = names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
  if (sorted) return JSON.stringify(properties);
  const fields = names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(properties[name])}`);
  return `{${fields.join(',')}}`;
}

function sortOut(engine: Engine, input: RecordUsageInput) {
  const check = new EventCheck(engine);
  const numbers = new Map<string, number>();
  const numberOf = (key: string) => {
    const known = numbers.get(key) ?? engine.events.subject(key);
    numbers.set(key, known);
    return known;
  };
  const incoming: Incoming[] = [];
  const refused: Refused[] = [];
  for (const [index, event] of input.events.entries()) {
    const at = toEpochMs(event.timestamp);
    const accepted = check.check(event, at);
    if ('code' in accepted) {
      refused.push({ index, event, refusal: accepted });
      continue;
    }
    const row: NewEvent = {
      id: event.id,
      subject: numberOf(event.subscriptionKey),
      metric: numberOf(event.metric),
      at,
      properties: canonicalJson(accepted.properties),
      price: event.preciseAmount ?? null,
    };
    incoming.push({ index, event, accepted, row });
  }
  return { incoming, refused };
}

/** The error of a call that must not fail in part: the first refusal decides its code. */
function refusalError(refused: readonly Refused[]): BillingError {
  const ordered = [...refused].sort((one, other) => one.index - other.index);
  const issues = ordered.map(({ index, refusal }) => ({
    path: ['events', index, ...refusal.path],
    message: refusal.message,
    rule: refusal.code,
  }));
  const code = ordered[0]?.refusal.code ?? 'invalid_input';
  const shown = issues.slice(0, 3).map(({ path, message }) => `${pathText(path)}: ${message}`);
  const rest = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return new BillingError(code, {
    message: `Nothing was recorded. ${shown.join(' · ')}${rest}`,
    issues,
    ...(code === 'not_found'
      ? { details: { resource: ordered[0]?.refusal.path[0]?.replace(/Key$/, '') ?? '' } }
      : {}),
  } as ConstructorParameters<typeof BillingError>[1]);
}

const CONFLICT: EventRefusal = {
  code: 'conflict',
  path: ['id'],
  message:
    'An event with this id and other content was recorded before. An id names one piece of usage: use a new one.',
};

interface Stored {
  readonly fresh: readonly Incoming[];
  readonly duplicates: readonly Incoming[];
  readonly conflicts: readonly Refused[];
}

function store(engine: Engine, incoming: readonly Incoming[], now: number): Stored {
  const isNew = engine.events.insert(
    incoming.map(({ row }) => row),
    now,
  );
  const fresh: Incoming[] = [];
  const duplicates: Incoming[] = [];
  const conflicts: Refused[] = [];
  for (const [position, event] of incoming.entries()) {
    if (isNew[position]) fresh.push(event);
    else if (engine.events.isSame(event.row)) duplicates.push(event);
    else conflicts.push({ index: event.index, event: event.event, refusal: CONFLICT });
  }
  return { fresh, duplicates, conflicts };
}

/** Adds new events to what is kept of them, and bills those of charges in advance. */
function meter(engine: Engine, fresh: readonly Incoming[], now: number): void {
  const eventMeter = new EventMeter(engine);
  const stays = new Map<number, Stay>();
  for (const { accepted, row, event } of fresh) {
    const stored: StoredEvent = {
      id: row.id,
      timestamp: row.at,
      properties: accepted.properties,
      preciseAmount: event.preciseAmount,
    };
    eventMeter.add(accepted, stored);
    stays.set(accepted.stay.seq, accepted.stay);
  }
  makeAdvanceInvoices(engine, eventMeter.save(), now);
  for (const stay of stays.values()) billThresholds(engine, stay, now);
}

/** Says which events came after their period was billed: they are kept, but nobody pays for them. */
function lateWarnings(engine: Engine, fresh: readonly Incoming[]): Warning[] {
  const late = fresh.filter(
    ({ accepted, row }) => finalInvoiceFor(engine, accepted.stay, row.at) !== undefined,
  );
  const first = late[0];
  if (first === undefined) return [];
  return [
    {
      code: 'not_applied',
      field: pathText(['events', first.index, 'timestamp']),
      message: `${late.length} of the events lie in periods whose invoice is final: they are recorded, and charges in arrears do not bill them.`,
    },
  ];
}

function results(
  input: RecordUsageInput,
  stored: Stored,
  refused: readonly Refused[],
): EventResult[] {
  const all: EventResult[] = input.events.map(({ id, subscriptionKey }) => ({
    id,
    subscriptionKey,
    status: 'recorded',
  }));
  for (const { index, event } of stored.duplicates) {
    all[index] = { id: event.id, subscriptionKey: event.subscriptionKey, status: 'duplicate' };
  }
  for (const { index, event, refusal } of refused) {
    all[index] = {
      id: event.id,
      subscriptionKey: event.subscriptionKey,
      status: 'rejected',
      error: { code: refusal.code, message: refusal.message, field: pathText(refusal.path) },
    };
  }
  return all;
}

/**
 * Records events in one transaction. With `onRejected: 'throw'` one refused event undoes all;
 * with `'report'` the others are kept.
 * @throws BillingError with the code of the first refusal and an issue for each refused event.
 */
export function recordUsage(
  engine: Engine,
  input: RecordUsageInput,
  { now }: Moment,
): RecordUsageResult & { warnings?: Warning[] } {
  const report = input.onRejected === 'report';
  const { incoming, refused } = sortOut(engine, input);
  if (refused.length > 0 && !report) throw refusalError(refused);
  const stored = store(engine, incoming, now);
  const allRefused = [...refused, ...stored.conflicts];
  if (allRefused.length > 0 && !report) throw refusalError(allRefused);
  meter(engine, stored.fresh, now);
  const warnings = lateWarnings(engine, stored.fresh);
  return {
    recorded: stored.fresh.length,
    duplicates: stored.duplicates.length,
    rejected: allRefused.length,
    results: results(input, stored, allRefused),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}
