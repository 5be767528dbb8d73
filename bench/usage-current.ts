/**
 * `usage.current`, and the latest 50 events, of a subscription with 1,000,000 events in its period
 * against one with 1,000, and what the process grows by while it asks.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import Table from 'cli-table3';
import { interleaved } from './interleaved.ts';
import { SUBSCRIPTION } from './metered-engine.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const [FEW, MANY] = [1_000, 1_000_000] as const;
const FILL = fileURLToPath(new URL('fill-events.ts', import.meta.url));

function filled(folder: string, count: number): EmbeddedBilling {
  const file = join(folder, `${count}.db`);
  execFileSync(process.execPath, ['--conditions=source', FILL, file, String(count)]);
  return createEmbedded({ file, clock: manualClock('2026-01-16T00:00:00Z') });
}

/** Megabytes by which the process grows over many calls. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  await work();
  const before = process.memoryUsage.rss();
  for (let call = 0; call < 2_000; call++) await work();
  return (process.memoryUsage.rss() - before) / 2 ** 20;
}

/** The calls that are measured. */
const CALLS = {
  'usage.current': (billing: EmbeddedBilling) =>
    billing.usage.current({ subscriptionKey: SUBSCRIPTION }),
  'usage.listEvents': (billing: EmbeddedBilling) =>
    billing.usage.listEvents({ subscriptionKey: SUBSCRIPTION }).then(({ items }) => items),
} as const;

await withTemporaryFolder(async (folder) => {
  const engines = [FEW, MANY].map((count) => [count, filled(folder, count)] as const);
  for (const [count, billing] of engines) {
    const { charges } = await CALLS['usage.current'](billing);
    if (charges[0]?.eventsCount !== count) throw new Error('The usage is not what was recorded.');
    const events = await CALLS['usage.listEvents'](billing);
    if (events.length !== 50) throw new Error('The events are not what was recorded.');
  }

  const table = new Table({
    style: { head: [], border: [] },
    head: ['', 'events in the period', 'ms', 'times', 'MB grown in 2,000 calls'],
  });
  for (const [name, call] of Object.entries(CALLS)) {
    const took = await interleaved(
      engines.map(([count, billing]) => ({ name: String(count), run: () => call(billing) })),
      { rounds: 15, iterations: 100 },
    );
    const base = took.get(String(FEW)) ?? Number.NaN;
    for (const [count, billing] of engines) {
      const milliseconds = took.get(String(count)) ?? Number.NaN;
      table.push([
        name,
        count.toLocaleString('en-US'),
        milliseconds.toFixed(3),
        (milliseconds / base).toFixed(2),
        (await growth(() => call(billing))).toFixed(1),
      ]);
    }
  }
  for (const [, billing] of engines) await billing.close();
  console.log(table.toString());
  console.log('Target: at most 1.5 times, and flat memory.');
});
