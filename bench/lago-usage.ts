/**
 * `usage.record` through the adapter of Lago: events a second, over a bare `fetch` loop that posts
 * batches which were written before, and beside Lago's own client; and how much memory a million
 * events take. The other side is a process of its own on this machine that answers like Lago.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { UsageEventInput } from '@billport/core';
import { createLago } from '@billport/lago';
import Table from 'cli-table3';
import { Client } from 'lago-javascript-client';
import { interleaved } from './interleaved.ts';

const BATCH = 100;
/** Events of one call, and of one turn of the others. */
const CALL = 10_000;
const IN_FLIGHT = 4;
const FIRST = Date.UTC(2026, 0, 15, 12);

const BARE = 'bare fetch, batches ready, reply drained (floor)';
const PARSED = 'bare fetch, batches ready, reply parsed';
const RECORD = 'usage.record, 10,000 events a call';
const STREAMED = 'usage.record, 1,000 a call, two calls under way';
const CLIENT = 'lago-javascript-client';

function eventsFrom(first: number): UsageEventInput[] {
  return Array.from({ length: CALL }, (_, index) => ({
    id: `0190f1c2-7d1e-7c0a-8a6b-${String(first + index).padStart(12, '0')}`,
    subscriptionKey: 'subscription-1',
    metric: 'tokens',
    timestamp: new Date(FIRST + index).toISOString(),
    properties: { tokens: String(index), model: 'large', region: 'eu-west-1' },
  }));
}

function lagoEvents(events: readonly UsageEventInput[]) {
  return events.map(({ id, subscriptionKey, metric, timestamp, properties }) => ({
    transaction_id: id,
    external_subscription_id: subscriptionKey,
    code: metric,
    timestamp: String(Date.parse(String(timestamp)) / 1000),
    properties: properties as Record<string, string>,
  }));
}

function inBatches<Item>(items: readonly Item[], size = BATCH): Item[][] {
  return Array.from({ length: items.length / size }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Hands the batches out to so many workers as may be under way. */
async function sendAll<Batch>(
  batches: readonly Batch[],
  send: (batch: Batch) => Promise<unknown>,
  workers = IN_FLIGHT,
) {
  const waiting = batches.values();
  const worker = async () => {
    for (const batch of waiting) await send(batch);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

function bareLoop(url: string, apiKey: string, read: (response: Response) => Promise<unknown>) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  return async (body: string) => {
    const response = await fetch(`${url}/events/batch`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`The sink answered ${response.status}.`);
    await read(response);
  };
}

/** Growth of the process over a million events, ten thousand a call, each call's made for it. */
async function memoryGrowth(record: (events: UsageEventInput[]) => Promise<unknown>) {
  const calls = 1_000_000 / CALL;
  // The first calls fill caches and compile.
  for (let call = 0; call < 5; call++) await record(eventsFrom(call * CALL));
  const before = process.memoryUsage.rss();
  let most = before;
  for (let call = 0; call < calls; call++) {
    await record(eventsFrom(call * CALL));
    most = Math.max(most, process.memoryUsage.rss());
  }
  return (most - before) / 1024 / 1024;
}

async function startSink(): Promise<{ sink: ChildProcess; url: string }> {
  const sink = fork(new URL('lago-sink.ts', import.meta.url));
  const [port] = (await once(sink, 'message')) as [number];
  return { sink, url: `http://127.0.0.1:${port}` };
}

const { sink, url } = await startSink();
const apiKey = 'bench';
const billing = createLago({ url, apiKey, usageConcurrency: IN_FLIGHT, environment: {} });
const client = Client(apiKey, { baseUrl: `${url}/api/v1` });
const events = eventsFrom(0);
const theirs = inBatches(lagoEvents(events));
const texts = theirs.map((batch) =>
  JSON.stringify({
    events: batch.map((event) => ({ ...event, timestamp: Number(event.timestamp) })),
  }),
);
const drained = bareLoop(`${url}/api/v1`, apiKey, (response) => response.arrayBuffer());
const parsed = bareLoop(`${url}/api/v1`, apiKey, (response) => response.json());
const took = await interleaved(
  [
    { name: BARE, run: () => sendAll(texts, drained) },
    { name: PARSED, run: () => sendAll(texts, parsed) },
    { name: RECORD, run: () => billing.usage.record({ events }) },
    {
      name: STREAMED,
      run: () =>
        sendAll(inBatches(events, 1000), (some) => billing.usage.record({ events: some }), 2),
    },
    {
      name: CLIENT,
      run: () => sendAll(theirs, (batch) => client.events.createBatchEvents({ events: batch })),
    },
  ],
  { rounds: 20, iterations: 5 },
);
const floor = took.get(BARE) ?? Number.NaN;
const table = new Table({
  style: { head: [], border: [] },
  head: ['batches of 100, 4 in flight', 'events a second', 'of the floor'],
});
for (const [name, milliseconds] of took) {
  const rate = Math.round((CALL / milliseconds) * 1000).toLocaleString('en-US');
  table.push([name, rate, (floor / milliseconds).toFixed(2)]);
}
console.log(table.toString());
console.log('Target: at least 0.8 of the floor, and more than the client.');
const growth = await memoryGrowth((made) => billing.usage.record({ events: made }));
console.log(`Memory over 1,000,000 events: ${growth.toFixed(0)} MB more. Target: under 150 MB.`);
sink.disconnect();
await billing.close();
