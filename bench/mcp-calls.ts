/**
 * What a call of the MCP server costs over a call of a trivial tool on the same transport: both are
 * bundled, run on standard input and output, and get their calls in turns. Then whether ten thousand
 * calls leave anything behind.
 */
import Table from 'cli-table3';
import { median } from './interleaved.ts';
import { buildBareServer, buildServer } from './mcp-server-builds.ts';
import { HEAP_FLAGS, StdioServer } from './stdio-server.ts';

const WARM_UP = 200;
const CALLS = 1_000;
const MANY = 10_000;

const bare = new StdioServer({ args: [await buildBareServer()] });
const billport = new StdioServer({
  args: [...HEAP_FLAGS, buildServer()],
  stderr: 'pipe',
  environment: { BILLING_MCP_POLICY: 'allow', BILLING_MCP_MAX_CALLS_PER_MINUTE: '1000000' },
});
await Promise.all([bare.initialize(), billport.initialize()]);
await billport.call('save_plan', {
  code: 'pro',
  interval: 'monthly',
  timing: 'arrears',
  price: { amount: '20.00', currency: 'USD' },
  charges: [],
});
await billport.call('upsert_customer', {
  customerKey: 'acme',
  name: 'Acme',
  currency: 'USD',
  planCode: 'pro',
});

/** The calls that are measured, each with its server. */
const CALLED = {
  echo: () => bare.call('echo', { text: 'acme' }),
  get_customer: () => billport.call('get_customer', { customer: 'acme' }),
  get_catalog: () => billport.call('get_catalog', { kind: 'plans', code: 'pro' }),
  upsert_customer: () =>
    billport.call('upsert_customer', { customerKey: 'acme', name: 'Acme', dry_run: true }),
};

type Called = keyof typeof CALLED;
const NAMES = Object.keys(CALLED) as Called[];

/** The value below which a share of some numbers lies. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new Error('There is nothing to take a quantile of.');
  return found;
}

async function timed(name: Called): Promise<number> {
  const before = performance.now();
  await CALLED[name]();
  return performance.now() - before;
}

const samples: Record<Called, number[]> = {
  echo: [],
  get_customer: [],
  get_catalog: [],
  upsert_customer: [],
};
for (let turn = -WARM_UP; turn < CALLS; turn++) {
  for (const name of NAMES) {
    const taken = await timed(name);
    if (turn >= 0) samples[name].push(taken);
  }
}

const table = new Table({
  style: { head: [], border: [] },
  head: ['', 'p50', 'p95', 'p50 over echo', 'target'],
});
const milliseconds = (value: number) => `${value.toFixed(3)} ms`;
for (const name of NAMES) {
  // In pairs: a busy moment hits both calls of a turn alike.
  const over = median(samples[name].map((each, turn) => each - (samples.echo[turn] ?? 0)));
  table.push([
    name === 'echo' ? 'echo of a bare server' : name,
    milliseconds(median(samples[name])),
    milliseconds(quantile(samples[name], 0.95)),
    name === 'echo' ? '' : milliseconds(over),
    name === 'echo' ? '' : 'at most 0.5 ms',
  ]);
}
console.log(table.toString());

/** Calls many times, and tells what the calls took, and what is in use afterwards. */
async function many() {
  const taken: number[] = [];
  for (let count = 0; count < MANY; count++) taken.push(await timed('get_customer'));
  return { p50: median(taken), megabytes: await billport.heapMegabytes() };
}

const [first, second] = [await many(), await many()];
const growth = new Table({
  style: { head: [], border: [] },
  head: ['get_customer', 'first 10,000', 'next 10,000', 'growth', 'target'],
});
growth.push(
  [
    'p50',
    milliseconds(first.p50),
    milliseconds(second.p50),
    `x ${(second.p50 / first.p50).toFixed(2)}`,
    'at most 1.2',
  ],
  [
    'heap in use',
    `${first.megabytes.toFixed(1)} MB`,
    `${second.megabytes.toFixed(1)} MB`,
    `${(second.megabytes - first.megabytes).toFixed(1)} MB`,
    'at most 1 MB',
  ],
);
console.log(growth.toString());
await Promise.all([bare.close(), billport.close()]);
