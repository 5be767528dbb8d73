/**
 * Records events into the file of an engine: `node fill-events.ts FILE COUNT`. A process of its own,
 * so that what it needs is not counted as memory of the process that reads.
 */
import { events, meteredEngine } from './metered-engine.ts';

const [file, count] = process.argv.slice(2);
if (file === undefined || count === undefined) throw new Error('Name a file and a number.');

const BATCH = 1_000;
const billing = await meteredEngine(file);
for (let first = 0; first < Number(count); first += BATCH) {
  await billing.usage.record({ events: events(first, BATCH, 'e') });
}
await billing.close();
