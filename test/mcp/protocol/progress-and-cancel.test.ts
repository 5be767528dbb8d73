import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { createServerFactory, type ServerFactory } from '../../../packages/mcp/src/index.ts';
import {
  choiceOf,
  engineWithAcme,
  readCustomer,
  SETTINGS,
  surfaceOf,
} from '../../../packages/mcp/src/server/test-server.fixture.ts';
import { readingTool } from '../../../packages/mcp/src/tools/tool.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Tells how far it is, also backwards, and twice the same. */
const tellProgress = readingTool({
  ...readCustomer,
  name: 'tell_progress',
  arguments: z.strictObject({}),
  read: async (_, { progress }) => {
    for (const done of [1, 2, 2, 1, 3]) await progress(done, 3, 'on the way');
    return { summary: 'Done.', facts: {} };
  },
});

/** A provider whose `customers.get` ends when its caller gives up, and then tells so. */
async function waitingProvider() {
  const engine = await engineWithAcme();
  const begun = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const get = (_: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted.resolve();
        reject(signal.reason);
      });
      begun.resolve();
    });
  const billing = { ...engine, customers: { ...engine.customers, get } } as never;
  return { engine, billing, begun: begun.promise, aborted: aborted.promise };
}

async function overMemory({ factory }: ServerFactory): Promise<Client> {
  const server = await factory({ era: 'legacy' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(near as never);
  return client;
}

async function overHttp(served: ServerFactory): Promise<Client> {
  const environment = { BILLING_MCP_HTTP_PORT: '0' };
  const serving = await startHttp({ ...served, environment, log: () => undefined });
  closing.push(() => serving.close());
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(serving.url)));
  return client;
}

describe.each([
  ['2025', overMemory],
  ['2026 over HTTP', overHttp],
])('a call in the era of %s', (_, connect) => {
  async function connected(billing?: never) {
    const engine = await engineWithAcme();
    const served = createServerFactory({
      choice: choiceOf(engine),
      settings: SETTINGS,
      surface: surfaceOf(readCustomer, tellProgress),
      billing: billing ?? engine,
    });
    const client = await connect(served);
    closing.push(() => client.close());
    return client;
  }

  it('P6: tells progress that only increases, to whoever asked for it', async () => {
    const client = await connected();
    const told: number[] = [];
    await client.callTool(
      { name: 'tell_progress', arguments: {} },
      { onprogress: ({ progress }) => told.push(progress) },
    );
    expect(told).toEqual([1, 2, 3]);
  });

  it('P6: that is given up lets the provider know, and brings no answer', async () => {
    const { billing, begun, aborted } = await waitingProvider();
    const client = await connected(billing);
    const patience = new AbortController();
    const call = client.callTool(
      { name: 'read_customer', arguments: { customerKey: 'acme' } },
      { signal: patience.signal },
    );
    const outcome = call.then(
      () => 'answered',
      () => 'given up',
    );
    await begun;
    patience.abort();
    await aborted;
    expect(await outcome).toBe('given up');
  });
});
