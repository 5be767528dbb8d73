/**
 * What an agent does with the MCP server: it makes a metric and a plan, onboards a customer, records
 * usage and reads what it costs. Nothing that needs consent happens by itself. Here the program shows
 * what is asked and agrees; in yours a person does.
 *
 * With `--form` the client can ask people, and the server asks through it. Without, the server returns
 * a preview and a token that counts once.
 */
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const hasForm = process.argv.includes('--form');

const client = new Client(
  { name: 'mcp-agent', version: '1.0.0' },
  {
    versionNegotiation: { mode: 'auto' },
    ...(hasForm && { capabilities: { elicitation: { form: {} } } }),
  },
);
if (hasForm) {
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    console.log(`asked: ${params.message.replaceAll('\n', ' ')}`);
    return { action: 'accept', content: { approve: true } };
  });
}

// In a project of your own: { command: 'npx', args: ['-y', '@billport/mcp'] }.
const server = fileURLToPath(new URL('../packages/mcp/src/cli.ts', import.meta.url));
await client.connect(
  new StdioClientTransport({ command: process.execPath, args: ['--conditions=source', server] }),
);

/** Calls a tool, prints the sentence of its answer, and gives the facts. */
async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  if (isError === true) throw new Error(`${name}: ${text}`);
  console.log(`${name}: ${text.split('\n')[0]}`);
  return structuredContent as Record<string, unknown>;
}

/** The same for what needs consent: where a preview comes back, it is agreed to by its token. */
async function callAndConfirm(name: string, args: Record<string, unknown>): Promise<void> {
  const { confirm_token } = await call(name, args);
  if (confirm_token !== undefined) await call(name, { ...args, confirm_token });
}

await call('save_metric', { code: 'tokens', aggregation: 'sum', property: 'count' });
await call('save_plan', {
  code: 'pro',
  interval: 'monthly',
  timing: 'arrears',
  price: { amount: '20.00', currency: 'EUR' },
  charges: [
    {
      metric: 'tokens',
      timing: 'arrears',
      model: 'package',
      pricing: { size: '1000', amount: '0.40', freeUnits: '10000' },
    },
  ],
});
await callAndConfirm('upsert_customer', {
  customerKey: 'acme',
  name: 'Acme Corp',
  planCode: 'pro',
});
await callAndConfirm('add_credits', { customer: 'Acme Corp', kind: 'granted', amount: '5.00' });
// Sent again with the same id and timestamp it is counted once.
const timestamp = new Date().toISOString();
await call('record_usage', {
  events: [
    {
      customer: 'acme',
      metric: 'tokens',
      id: 'request-1',
      timestamp,
      properties: { count: 52_300 },
    },
  ],
});
const { items } = await call('get_usage', { customer: 'acme' });
console.log('cost so far:', (items as { amount: unknown }[])[0]?.amount);
await client.close();
