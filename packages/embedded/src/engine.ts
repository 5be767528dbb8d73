import { BillingError, type Clock, type HandlerContext, toInstant } from '@billport/core';
import type { CustomAggregator } from '@billport/rating';
import type { Invoices } from './invoicing/invoice-table.ts';
import { firstDue } from './jobs.ts';
import type { Database } from './store/database.ts';
import { once } from './store/idempotency.ts';
import type { Tables } from './store/tables.ts';
import type { Stays } from './subscriptions/stays.ts';
import type { Events } from './usage/event-table.ts';

/** Longest idempotency key; the same bound as keys of objects. */
const MAX_IDEMPOTENCY_KEY = 255;

/** What every part of the engine works with. */
export interface Engine {
  readonly database: Database;
  readonly tables: Tables;
  readonly stays: Stays;
  readonly events: Events;
  readonly invoices: Invoices;
  readonly clock: Clock;
  /** Functions behind metrics with a custom aggregation, by metric code. */
  readonly customAggregations: Readonly<Record<string, CustomAggregator>>;
  /** Does what is due by now, before a command that depends on it. */
  readonly catchUp: (now: number) => Promise<void>;
}

/** What a command is told beside its input. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The same as text. */
  readonly instant: string;
}

/** The present. */
export function momentOf(engine: Engine): Moment {
  const now = engine.clock.now();
  return { now, instant: toInstant(now) };
}

/** A handler that reads: one unchanging view of the data. */
export function query<Input, Output>(
  engine: Engine,
  work: (input: Input, moment: Moment) => Output,
): (input: Input) => Output {
  return (input) => engine.database.read(() => work(input, momentOf(engine)));
}

/**
 * A handler that writes: one transaction, after everything that is due has been done, and once
 * for each `idempotencyKey`.
 */
export function command<Input, Output>(
  engine: Engine,
  work: (input: Input, moment: Moment) => Output,
): (input: Input, context: HandlerContext) => Promise<Output> {
  return async (input, context) => {
    const key = checkIdempotencyKey(context.idempotencyKey);
    const run = (moment: Moment): Output => {
      if (key === undefined) return work(input, moment);
      const call = { key, operation: context.operation, input, now: moment.now };
      return once(engine.database, call, () => work(input, moment));
    };
    const output = await whenNothingIsDue(engine, run, context.signal);
    await catchUpAfter(engine);
    return output;
  };
}

/**
 * Runs `work` at a moment by which all that is due has been done. Waiting for the lock takes time,
 * in which something may have become due.
 */
async function whenNothingIsDue<Output>(
  engine: Engine,
  work: (moment: Moment) => Output,
  signal: AbortSignal,
): Promise<Output> {
  for (;;) {
    const done = await engine.database.write(() => {
      const moment = momentOf(engine);
      const isDue = firstDue(engine.database, moment.now) !== undefined;
      return isDue ? undefined : { output: work(moment) };
    }, signal);
    if (done !== undefined) return done.output;
    await engine.catchUp(engine.clock.now());
  }
}

/**
 * A command may have planned something for a moment that has passed, such as the billing of a
 * subscription that started in the past. Where another process has the lock it stays planned, and
 * the next command does it: the command itself is done and must not look as if it were not.
 */
async function catchUpAfter(engine: Engine): Promise<void> {
  try {
    await engine.catchUp(engine.clock.now());
  } catch (error) {
    if (!BillingError.is(error, 'unavailable')) throw error;
  }
}

/** @throws BillingError `invalid_input` for an empty or very long key. */
export function checkIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || (key !== '' && key.length <= MAX_IDEMPOTENCY_KEY)) return key;
  const message = `Write 1 to ${MAX_IDEMPOTENCY_KEY} characters.`;
  throw new BillingError('invalid_input', {
    message: `options.idempotencyKey: ${message}`,
    issues: [{ path: ['options', 'idempotencyKey'], message }],
  });
}

/** The next id of a kind, such as `inv_17`. Ids of one file are never used again. */
export function nextId(engine: Engine, prefix: string): string {
  return `${prefix}_${engine.database.next(prefix)}`;
}
