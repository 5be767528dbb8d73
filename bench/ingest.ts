/**
 * Events recorded a second, in batches of 100, each batch durable before the call returns
 * (file, WAL, synchronous=FULL), against a bare prepared multi-row insert of the same events into
 * one indexed table of the same SQLite.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { UsageEventInput } from '@billport/core';
import Table from 'cli-table3';
import { interleaved } from './interleaved.ts';
import { events, meteredEngine } from './metered-engine.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const BATCH = 100;
const FLOOR = 'bare multi-row insert (floor)';
const RECORD = 'usage.record';

/** The same columns and the same identity, and nothing else: no checks, no aggregates. */
function bareTable(file: string): (batch: readonly UsageEventInput[]) => void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    `CREATE TABLE events (
       seq INTEGER PRIMARY KEY, subscription TEXT, id TEXT, metric TEXT, at INTEGER, properties TEXT
     ) STRICT;
     CREATE UNIQUE INDEX events_by_id ON events (subscription, id)`,
  );
  const rows = Array.from({ length: BATCH }, () => '(?, ?, ?, ?, ?)').join(', ');
  const insert = database.prepare(
    `INSERT INTO events (subscription, id, metric, at, properties) VALUES ${rows}`,
  );
  return (batch) => {
    insert.run(
      ...batch.flatMap((event) => [
        event.subscriptionKey,
        event.id,
        event.metric,
        Date.parse(String(event.timestamp)),
        JSON.stringify(event.properties),
      ]),
    );
  };
}

/** Batches of new events, made outside of what is measured. */
function batches(prefix: string, count: number): () => UsageEventInput[] {
  const ready = Array.from({ length: count }, (_, index) => events(index * BATCH, BATCH, prefix));
  return () => {
    const batch = ready.pop();
    if (batch === undefined) throw new Error('Too few batches were made.');
    return batch;
  };
}

await withTemporaryFolder(async (folder) => {
  const rounds = { rounds: 20, iterations: 20 };
  const needed = (rounds.rounds + 1) * rounds.iterations;
  const billing = await meteredEngine(join(folder, 'billport.db'));
  const insert = bareTable(join(folder, 'bare.db'));
  const [bare, recorded] = [batches('bare', needed), batches('recorded', needed)];
  const took = await interleaved(
    [
      { name: FLOOR, run: () => insert(bare()) },
      { name: RECORD, run: () => billing.usage.record({ events: recorded() }) },
    ],
    rounds,
  );
  await billing.close();

  const floor = took.get(FLOOR) ?? Number.NaN;
  const table = new Table({
    style: { head: [], border: [] },
    head: ['batches of 100, durable', 'events a second', 'of the floor'],
  });
  for (const [name, milliseconds] of took) {
    const rate = Math.round((BATCH / milliseconds) * 1000).toLocaleString('en-US');
    table.push([name, rate, (floor / milliseconds).toFixed(2)]);
  }
  console.log(table.toString());
  console.log('Target: at least 0.5 of the floor.');
});
