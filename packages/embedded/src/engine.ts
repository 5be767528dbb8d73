import { BillingError, type Clock, type HandlerContext, toInstant } from '@billport/core';
import type { CustomAggregator } from '@billport/rating';
import type { Invoices } from './invoicing/invoice-table.ts';
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

function momentOf(engine: Engine): Moment {
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
    const moment = momentOf(engine);
    await engine.catchUp(moment.now);
    const output = await engine.database.write(
      () =>
        key === undefined
          ? work(input, moment)
          : once(
              engine.database,
              { key, operation: context.operation, input, now: moment.now },
              () => work(input, moment),
            ),
      context.signal,
    );
    // A command may have planned something for a moment that has passed, such as the billing of a
    // subscription that started in the past.
    await engine.catchUp(moment.now);
    return output;
  };
}

function checkIdempotencyKey(key: string | undefined): string | undefined {
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
