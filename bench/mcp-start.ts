/**
 * How long the MCP server takes from its start to the list of its tools, and how much memory it has
 * then, as it is published: bundled. Beside it, in turns, the least that the SDK can do: a server
 * with one tool, bundled alike.
 */
import Table from 'cli-table3';
import { median } from './interleaved.ts';
import { buildBareServer, buildServer } from './mcp-server-builds.ts';
import { StdioServer } from './stdio-server.ts';

const PROCESSES = 21;

/** What one process showed. */
interface Start {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly tools: number;
}

/** Starts a server, asks for its tools, and ends it. */
async function start(file: string): Promise<Start> {
  const before = performance.now();
  const server = new StdioServer({ args: [file] });
  // In one go, as the answer to the first request is not needed for the second.
  const [, { tools }] = await Promise.all([server.initialize(), server.request('tools/list')]);
  const milliseconds = performance.now() - before;
  const { megabytes } = server;
  await server.close();
  return { milliseconds, megabytes, tools: tools.length };
}

const files = { bare: await buildBareServer(), billport: buildServer() };
const starts: Record<keyof typeof files, Start[]> = { bare: [], billport: [] };
for (let turn = 0; turn < PROCESSES; turn++) {
  for (const name of ['bare', 'billport'] as const) starts[name].push(await start(files[name]));
}

const middle = (name: keyof typeof files, what: keyof Start) =>
  median(starts[name].map((each) => each[what]));
const [bare, own] = [middle('bare', 'milliseconds'), middle('billport', 'milliseconds')];
const table = new Table({ style: { head: [], border: [] }, head: ['', 'measured', 'target'] });
table.push(
  ['bare server of the SDK, start to tools/list', `${bare.toFixed(0)} ms`, ''],
  [
    `@billport/mcp, start to tools/list of ${middle('billport', 'tools')} tools`,
    `${own.toFixed(0)} ms`,
    'at most 200 ms',
  ],
  ['ratio', (own / bare).toFixed(2), 'at most 1.3'],
  ['memory of the bare server', `${middle('bare', 'megabytes').toFixed(0)} MB`, ''],
  ['memory of @billport/mcp', `${middle('billport', 'megabytes').toFixed(0)} MB`, 'at most 90 MB'],
);
console.log(table.toString());
