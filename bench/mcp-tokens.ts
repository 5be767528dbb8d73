/**
 * What the MCP server costs a conversation before anything is asked, and what its answers cost:
 * tokens (o200k) of the tool lists, the instructions and a page of 20. Beside it the servers of
 * others that can be fetched here. Then how much of the contract the tools reach.
 */
import { operations } from '@billport/core';
import Table from 'cli-table3';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { median } from './interleaved.ts';
import { fetchPeer, PEERS } from './mcp-peers.ts';
import { buildServer } from './mcp-server-builds.ts';
import { type StdioCommand, StdioServer } from './stdio-server.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const STARTS = 5;
const PAGE = 20;
const style = { head: [], border: [] };

const cli = buildServer();

/** What a server tells of itself at the start. */
interface Surface {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly tools: readonly object[];
  readonly instructions: string;
}

async function look(command: StdioCommand): Promise<Surface> {
  const before = performance.now();
  const server = new StdioServer(command);
  try {
    const { instructions = '' } = await server.initialize();
    const { tools } = await server.request('tools/list');
    const milliseconds = performance.now() - before;
    return { milliseconds, megabytes: server.megabytes, tools, instructions };
  } finally {
    await server.close();
  }
}

async function rowOf(name: string, command: StdioCommand, target = ''): Promise<string[]> {
  const looks: Surface[] = [];
  for (let count = 0; count < STARTS; count++) looks.push(await look(command));
  const [{ tools, instructions }] = looks as [Surface];
  const whole = countTokens(JSON.stringify({ tools }));
  return [
    name,
    String(tools.length),
    String(whole),
    target,
    String(Math.max(...tools.map((tool) => countTokens(JSON.stringify(tool))))),
    String(countTokens(instructions)),
    `${median(looks.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms`,
    `${median(looks.map(({ megabytes }) => megabytes)).toFixed(0)} MB`,
  ];
}

const own = (environment: Record<string, string>): StdioCommand => ({ args: [cli], environment });

async function printLists(): Promise<void> {
  const head = [
    'tools/list',
    'tools',
    'tokens',
    'target',
    'largest',
    'instructions',
    'start',
    'RSS',
  ];
  const table = new Table({ style, head });
  const all = { BILLING_MCP_TOOLSETS: 'all' };
  table.push(
    await rowOf('@billport/mcp', own({}), 'at most 5,000'),
    await rowOf('… all toolsets', own(all), 'at most 7,000'),
    await rowOf('… all, read-only', own({ ...all, BILLING_MCP_READ_ONLY: '1' }), 'at most 2,500'),
    await rowOf('… tail alone', own({ BILLING_MCP_TOOLSETS: 'tail' }), 'at most 500'),
  );
  for (const peer of PEERS) {
    await withTemporaryFolder(async (folder) => {
      const args = await fetchPeer(peer, folder);
      if (args === undefined) return;
      const environment = { PATH: String(process.env.PATH), HOME: folder };
      const name = `${peer.name}@${peer.version}`;
      try {
        table.push(await rowOf(name, { args, environment, stderr: 'ignore' }));
      } catch (error) {
        console.log(`${name} is left out, it lists no tools here: ${(error as Error).message}`);
      }
    });
  }
  console.log(table.toString());
  console.log('The largest tool of ours has at most 500, the instructions at most 250.');
}

/** A page of 20 of each list, on an account that was filled through the tools. */
async function printAnswers(): Promise<void> {
  const server = new StdioServer(own({ BILLING_MCP_TOOLSETS: 'all', BILLING_MCP_POLICY: 'allow' }));
  await server.initialize();
  const charges = [
    { metric: 'calls', timing: 'arrears', model: 'standard', pricing: { unitAmount: '0.05' } },
  ];
  const price = { amount: '20.00', currency: 'USD' };
  await server.call('save_metric', { code: 'calls', aggregation: 'count' });
  for (let index = 10; index < 10 + PAGE; index++) {
    const code = `plan-${index}`;
    const usual = { interval: 'monthly', timing: 'advance', price, charges };
    await server.call('save_plan', { code, name: `Plan ${index}`, ...usual });
    await server.call('upsert_customer', {
      customerKey: `customer-${index}`,
      name: `Customer Number ${index} Ltd`,
      email: `billing@customer-${index}.example`,
      currency: 'USD',
      planCode: code,
    });
    const event = { customer: `customer-${index}`, metric: 'calls' };
    await server.call('record_usage', { events: [event] });
  }
  const table = new Table({ style, head: [`${PAGE} items of`, 'tokens', 'target'] });
  const lists: readonly [string, object][] = [
    ['list_customers', {}],
    ['list_invoices', {}],
    ['get_subscription', { status: ['active'] }],
    ['get_catalog', { kind: 'plans' }],
    ['list_usage_events', {}],
  ];
  for (const [tool, args] of lists) {
    const { content, structuredContent } = await server.call(tool, args);
    if (structuredContent.items.length !== PAGE) throw new Error(`${tool} has no ${PAGE} items.`);
    table.push([tool, String(countTokens(content[0].text)), 'at most 2,000']);
  }
  console.log(table.toString());
  await server.close();
}

/** Codes of errors that say that the operation cannot be reached. */
const NOT_REACHED = ['not_found', 'unsupported', 'invalid_arguments'];

/**
 * Whether the tail comes as far as the input of an operation: an input that no operation has is
 * refused by the operation's own schema.
 */
async function isReached(server: StdioServer, id: string, effect: string): Promise<boolean> {
  const name = effect === 'read' ? 'read_operation' : 'write_operation';
  const input = { 'no-such-field': true };
  const { isError, structuredContent } = await server.request('tools/call', {
    name,
    arguments: { operation: id, input },
  });
  const { code, message } = structuredContent.error ?? {};
  return isError === true && String(message).includes('no-such-field')
    ? true
    : !NOT_REACHED.includes(code);
}

/** Whether the server names a tool that is better for the operation than the tail. */
async function hasToolOfItsOwn(server: StdioServer, id: string): Promise<boolean> {
  const { structuredContent } = await server.request('tools/call', {
    name: 'search_operations',
    arguments: { query: id },
  });
  const [best] = structuredContent.items;
  if (best.operation !== id) throw new Error(`${id} is not found by its own name`);
  return best.betterTool !== undefined;
}

async function printCoverage(): Promise<void> {
  const server = new StdioServer(own({ BILLING_MCP_MAX_CALLS_PER_MINUTE: '1000' }));
  await server.initialize();
  const all = [...operations.values()];
  let typed = 0;
  let reached = 0;
  for (const { id, effect } of all) {
    if (await hasToolOfItsOwn(server, id)) typed += 1;
    if (await isReached(server, id, effect)) reached += 1;
  }
  await server.close();
  const table = new Table({ style, head: ['operations of the contract', '', 'of'] });
  table.push(
    ['a tool of their own', String(typed), String(all.length)],
    ['reached by read_operation and write_operation', String(reached), String(all.length)],
  );
  console.log(table.toString());
}

await printLists();
await printAnswers();
await printCoverage();
