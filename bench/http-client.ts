/**
 * What one call costs this process in CPU, over bare fetch and bare ky: `customers.get` through the
 * adapter of Lago, the request below it, and Lago's own client beside them. The other side is a
 * process of its own on this machine. In turns, so that a busy moment hits all of them alike.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createHttpClient, type HttpRequest, path } from '@billport/adapter-kit';
import { createLago } from '@billport/lago';
import Table from 'cli-table3';
import ky from 'ky';
import { Client } from 'lago-javascript-client';
import { median, type Task } from './interleaved.ts';

const API_KEY = '6b1c7c9e-7d1e-4c0a-8a6b-0190f1c27d1e';
const IN_FLIGHT = 4;
/** Calls of one turn. */
const CALLS = 400;
const TURNS = 25;

const FETCH = 'bare fetch';
const KY = 'bare ky';
const SEND = 'send of the adapter kit';
const RECEIPT = 'send of the adapter kit, receipt';
const GET = 'customers.get';
const CLIENT = 'lago-javascript-client';

/** Microseconds of CPU that one call takes, the garbage that it leaves included. */
async function cpuOf({ run }: Task): Promise<number> {
  const before = process.cpuUsage();
  const worker = async () => {
    for (let call = 0; call < CALLS / IN_FLIGHT; call++) await run();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

/** Each task's microseconds: the median over all turns but the first two, which warm up. */
async function cpuInTurns(tasks: readonly Task[]): Promise<Map<string, number>> {
  const samples = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  for (let turn = -2; turn < TURNS; turn++) {
    for (const task of tasks) {
      const taken = await cpuOf(task);
      if (turn >= 0) samples.get(task.name)?.push(taken);
    }
  }
  return new Map([...samples].map(([name, all]) => [name, median(all)]));
}

function tasksFor(origin: string): Task[] {
  const url = `${origin}/api/v1/customers/acme`;
  const headers = { accept: 'application/json', authorization: `Bearer ${API_KEY}` };
  const kit = createHttpClient({
    provider: 'lago',
    baseUrl: `${origin}/api/v1`,
    authorization: () => `Bearer ${API_KEY}`,
    errors: { read: () => ({}), rules: [] },
  });
  const request: HttpRequest = { method: 'GET', path: path`/customers/${'acme'}`, repeat: 'read' };
  const lago = createLago({ url: origin, apiKey: API_KEY });
  const { customers } = Client(API_KEY, { baseUrl: `${origin}/api/v1` });
  return [
    { name: FETCH, run: async () => (await fetch(url, { headers })).json() },
    { name: KY, run: () => ky(url, { headers }).json() },
    { name: SEND, run: () => kit.send(request) },
    { name: RECEIPT, run: () => kit.send({ ...request, expects: 'receipt' }) },
    { name: GET, run: () => lago.customers.get({ customerKey: 'acme' }) },
    { name: CLIENT, run: () => customers.findCustomer('acme') },
  ];
}

const server = fork(new URL('./lago-customer-server.ts', import.meta.url));
const [port] = await once(server, 'message');
const taken = await cpuInTurns(tasksFor(`http://127.0.0.1:${port}`));
server.disconnect();

const [ofFetch, ofKy] = [taken.get(FETCH) ?? Number.NaN, taken.get(KY) ?? Number.NaN];
const table = new Table({
  style: { head: [], border: [] },
  head: ['one customer read', 'CPU µs a call', 'over bare fetch', 'over bare ky'],
});
for (const [name, microseconds] of taken) {
  const ratios = [ofFetch, ofKy].map((floor) => (microseconds / floor).toFixed(2));
  table.push([name, microseconds.toFixed(0), ...ratios]);
}
console.log(table.toString());
console.log(`Target of ${GET}: at most 2.5 over bare fetch and 1.25 over bare ky.`);
