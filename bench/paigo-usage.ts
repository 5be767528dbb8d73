/**
 * `usage.record` through the adapter of Paigo: events a second, over a bare `fetch` loop that posts
 * records which were written before, with as many under way; and how much memory it takes. The other
 * side is a process of its own on this machine that answers like Paigo.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { manualClock, type UsageEventInput } from '@billport/core';
import { createPaigo } from '@billport/paigo';
import Table from 'cli-table3';
import { interleaved } from './interleaved.ts';

/** Events of one call, and of one turn of the others. */
const CALL = 10_000;
const IN_FLIGHT = 5;
/** What Paigo lets be read lies before it: events of this moment on are not looked up. */
const PRESENT = Date.UTC(2026, 0, 15, 12);
const DAY = 86_400_000;
const MEMORY_ROUNDS = 10;

const BARE = 'bare fetch, records ready, reply drained (floor)';
const RECORD = 'usage.record of the present';
const WHOLE = 'usage.record of the past, with token, scan and look-up';

/** Ids and moments that no call had before: what is recorded already would not be sent. */
let made = 0;

function freshEvents(from: number): UsageEventInput[] {
  return Array.from({ length: CALL }, () => {
    made++;
    return {
      id: `0190f1c2-7d1e-7c0a-8a6b-${String(made).padStart(12, '0')}`,
      subscriptionKey: 'subscription-1',
      metric: 'tokens',
      timestamp: new Date(from + made).toISOString(),
      properties: { tokens: String(made), model: 'large', region: 'eu-west-1' },
    };
  });
}

/** The same as the adapter sends. */
function recordText({ id, subscriptionKey, timestamp, properties }: UsageEventInput): string {
  return JSON.stringify({
    customerId: 'customer-1',
    dimensionId: '2a901a90-1a90-4a90-8a90-1a901a901a90',
    timestamp,
    recordValue: properties?.tokens,
    metadata: {
      ...properties,
      'billport.event': id,
      'billport.subscription': subscriptionKey,
    },
  });
}

async function bareLoop(url: string, texts: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' };
  const waiting = texts.values();
  const worker = async () => {
    for (const body of waiting) {
      const response = await fetch(`${url}/usage`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`The sink answered ${response.status}.`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function startSink(): Promise<{ sink: ChildProcess; url: string }> {
  const sink = fork(new URL('paigo-sink.ts', import.meta.url));
  const [port] = (await once(sink, 'message')) as [number];
  return { sink, url: `http://127.0.0.1:${port}` };
}

function providerFor(url: string) {
  return createPaigo({
    url,
    tokenUrl: `${url}/oauth/token`,
    clientId: 'bench',
    clientSecret: 'bench',
    usageConcurrency: IN_FLIGHT,
    clock: manualClock(PRESENT),
    environment: {},
  });
}

type Provider = ReturnType<typeof providerFor>;

async function record({ usage }: Provider, from: number): Promise<void> {
  const { recorded } = await usage.record({ events: freshEvents(from) });
  if (recorded !== CALL) throw new Error(`${recorded} events were recorded.`);
}

/** Growth of the process over some calls, after the first ones, which fill memories and compile. */
async function memoryGrowth(billing: Provider): Promise<number> {
  for (let call = 0; call < 10; call++) await record(billing, PRESENT);
  const before = process.memoryUsage.rss();
  let most = before;
  for (let call = 0; call < MEMORY_ROUNDS; call++) {
    await record(billing, PRESENT);
    most = Math.max(most, process.memoryUsage.rss());
  }
  return (most - before) / 1024 / 1024;
}

const { sink, url } = await startSink();
const billing = providerFor(url);
const texts = freshEvents(PRESENT).map(recordText);
const took = await interleaved(
  [
    { name: BARE, run: () => bareLoop(url, texts) },
    { name: RECORD, run: () => record(billing, PRESENT) },
    { name: WHOLE, run: () => record(providerFor(url), PRESENT - DAY) },
  ],
  { rounds: 7, iterations: 1 },
);
const floor = took.get(BARE) ?? Number.NaN;
const table = new Table({
  style: { head: [], border: [] },
  head: [`10,000 events, ${IN_FLIGHT} in flight`, 'events a second', 'of the floor'],
});
for (const [name, milliseconds] of took) {
  const rate = Math.round((CALL / milliseconds) * 1000).toLocaleString('en-US');
  table.push([name, rate, (floor / milliseconds).toFixed(2)]);
}
console.log(table.toString());
console.log('Target: at least 0.8 of the floor.');
const growth = await memoryGrowth(billing);
console.log(
  `Memory over ${MEMORY_ROUNDS} calls of 10,000 events: ${growth.toFixed(0)} MB more. Target: under 30 MB.`,
);
sink.disconnect();
await billing.close();
