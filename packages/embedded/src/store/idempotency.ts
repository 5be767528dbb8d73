import { BillingError } from '@billport/core';
import type { Database } from './database.ts';

/**
 * Runs `work` once for each key: a repeat with the same input brings the first result again.
 * Call it inside a write transaction, so that the result and the effects are kept together.
 * @throws BillingError `conflict` when the key was used for something else.
 */
export function once<Output>(
  database: Database,
  call: { key: string; operation: string; input: unknown; now: number },
  work: () => Output,
): Output {
  const input = JSON.stringify(call.input);
  const row = database
    .sql('SELECT operation, input, output FROM idempotency WHERE key = ?')
    .get(call.key);
  if (row === undefined) {
    const output = work();
    database
      .sql('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')
      .run(call.key, call.operation, input, JSON.stringify(output), call.now);
    return output;
  }
  if (row.operation !== call.operation || row.input !== input) {
    throw new BillingError('conflict', {
      message: `idempotencyKey ${JSON.stringify(call.key)} was used for another call (${row.operation}). Use a new key for each thing you do.`,
      details: { resource: 'idempotencyKey', key: call.key },
    });
  }
  return JSON.parse(row.output as string) as Output;
}
