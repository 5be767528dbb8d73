/**
 * How long the MCP server takes from its start to the list of its tools, and how much memory it has
 * then, as it is published: bundled. Beside it, in turns, the least that the SDK can do: a server
 * with one tool, bundled alike.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { build } from 'esbuild';
import { median } from './interleaved.ts';

const PROCESSES = 21;
const FOLDER = fileURLToPath(new URL('node_modules/.cache/', import.meta.url));

const BARE = `
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

serveStdio(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  const inputSchema = z.object({ text: z.string() });
  server.registerTool('echo', { description: 'Says it again.', inputSchema }, ({ text }) => ({
    content: [{ type: 'text', text }],
  }));
  return server;
});
`;

const OPENING = [
  {
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1.0.0' },
    },
  },
  { method: 'notifications/initialized' },
  { id: 1, method: 'tools/list' },
].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** What one process showed. */
interface Start {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly tools: number;
}

/** Builds the server as it is published, and tells where its command is. */
function buildServer(): string {
  const folder = fileURLToPath(new URL('..', import.meta.resolve('@billport/mcp')));
  execFileSync(resolve('node_modules/.bin/tsup'), { cwd: folder, stdio: 'ignore' });
  return join(folder, 'dist/cli.js');
}

async function buildBare(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, 'bare-mcp-server.mjs');
  await build({
    stdin: { contents: BARE, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    minifyWhitespace: true,
    minifySyntax: true,
  });
  return outfile;
}

/** Memory of a process in megabytes, as the system counts it. */
const memoryOf = (pid: number | undefined): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

/** Starts a server, asks for its tools, and ends it. */
async function start(file: string): Promise<Start> {
  const before = performance.now();
  const child = spawn(process.execPath, [file], {
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for (const message of OPENING) child.stdin.write(message);
  for await (const line of createInterface(child.stdout)) {
    const { id, result } = JSON.parse(line);
    if (id !== 1) continue;
    const milliseconds = performance.now() - before;
    const megabytes = memoryOf(child.pid);
    child.stdin.end();
    await once(child, 'exit');
    return { milliseconds, megabytes, tools: result.tools.length };
  }
  throw new Error(`${file} ended without the list of its tools.`);
}

const files = { bare: await buildBare(), billport: buildServer() };
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
