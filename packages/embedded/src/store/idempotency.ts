import { BillingError } from '@billport/core';
import type { Database } from './database.ts';

/** A call that has a key. */
export interface KeyedCall {
  readonly key: string;
  readonly operation: string;
  readonly input: unknown;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The result of an earlier call with this key; undefined when there was none.
 * @throws BillingError `conflict` when the key was used for something else.
 */
export function recall<Output>(database: Database, call: KeyedCall): Output | undefined {
  const row = database
    .sql('SELECT operation, input, output FROM idempotency WHERE key = ?')
    .get(call.key);
  if (row === undefined) return undefined;
  if (row.operation !== call.operation || row.input !== JSON.stringify(call.input)) {
    throw new BillingError('conflict', {
      message: `idempotencyKey ${JSON.stringify(call.key)} was used for another call (${row.operation}). Use a new key for each thing you do.`,
      details: { resource: 'idempotencyKey', key: call.key },
    });
  }
  return JSON.parse(row.output as string) as Output;
}

/**
 * Runs `work` once for each key: a repeat with the same input brings the first result again.
 * Call it inside a write transaction, so that the result and the effects are kept together.
 * @throws BillingError `conflict` when the key was used for something else.
 */
export function once<Output>(database: Database, call: KeyedCall, work: () => Output): Output {
  const known = recall<Output>(database, call);
  if (known !== undefined) return known;
  const output = work();
  database
    .sql('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')
    .run(call.key, call.operation, JSON.stringify(call.input), JSON.stringify(output), call.now);
  return output;
}
