import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { selectProvider } from 'billport';
import { afterAll, beforeAll } from 'vitest';
import { startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { createServerFactory, readSettings } from '../../../packages/mcp/src/index.ts';

const CLI = fileURLToPath(new URL('../../../packages/mcp/src/cli.ts', import.meta.url));

/** Every way to reach the server: over what, and in which era of the protocol. */
export const WAYS = ['stdio-2025', 'stdio-2026', 'http-2025', 'http-2026'] as const;

/** One of them. */
export type Way = (typeof WAYS)[number];

/** What a person does with a form. */
export type Person = () => {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Record<string, boolean>;
};

/** What a connection is made with. */
export interface ConnectionOptions {
  /** `v1` is the client library that most hosts still run; it speaks 2025 only. */
  readonly library?: 'v1' | 'v2';
  /** Answers forms; without anybody the client says that it has no elicitation. */
  readonly person?: Person | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The result of a call. */
export interface Called {
  readonly isError: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A client that is connected to a server of its own. */
export interface Connection {
  readonly list: () => Promise<Readonly<Record<string, unknown>>>;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Called>;
  /** Lets go of the client and its server. */
  readonly close: () => Promise<void>;
}

const IMPLEMENTATION = { name: 'test', version: '1' };

/** A server over HTTP in this process. */
interface StartedHttp {
  readonly url: URL;
  readonly close: () => Promise<void>;
}

async function startedHttp(environment: Readonly<Record<string, string>>): Promise<StartedHttp> {
  const served = createServerFactory({
    choice: selectProvider(environment),
    settings: readSettings(environment, {}),
  });
  const serving = await startHttp({
    ...served,
    environment: { BILLING_MCP_HTTP_PORT: '0' },
    log: () => undefined,
  });
  const close = async () => {
    await serving.close();
    await served.close();
  };
  return { url: new URL(serving.url), close };
}

/** The command as a process of its own, with nothing of the environment of the tests. */
const command = (environment: Readonly<Record<string, string>>) => ({
  command: process.execPath,
  args: ['--conditions=source', CLI],
  env: { HOME: '/nonexistent', ...environment },
  stderr: 'ignore' as const,
});

function called(result: unknown): Called {
  const { isError, structuredContent } = result as Record<string, unknown>;
  return {
    isError: isError === true,
    facts: (structuredContent ?? {}) as Readonly<Record<string, unknown>>,
  };
}

async function connectNew(way: Way, { person, environment = {} }: ConnectionOptions, url?: URL) {
  const client = new Client(IMPLEMENTATION, {
    versionNegotiation: { mode: way.endsWith('2026') ? 'auto' : 'legacy' },
    capabilities: person === undefined ? {} : { elicitation: { form: {} } },
  });
  if (person !== undefined) client.setRequestHandler('elicitation/create', () => person());
  await client.connect(
    url === undefined
      ? new StdioClientTransport(command(environment))
      : new StreamableHTTPClientTransport(url),
  );
  return client;
}

async function connectOld({ person, environment = {} }: ConnectionOptions, url?: URL) {
  const client = new OldClient(IMPLEMENTATION, {
    capabilities: person === undefined ? {} : { elicitation: { form: {} } },
  });
  if (person !== undefined) client.setRequestHandler(ElicitRequestSchema, () => person());
  const transport = url === undefined ? new OldStdio(command(environment)) : new OldHttp(url);
  // Its own types leave `undefined` out where its interface does not.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}

/** Connects a client to a new server with the embedded provider, in memory. */
async function connect(way: Way, options: ConnectionOptions): Promise<Connection> {
  const http = way.startsWith('http') ? await startedHttp(options.environment ?? {}) : undefined;
  const client = await (options.library === 'v1'
    ? connectOld(options, http?.url)
    : connectNew(way, options, http?.url));
  return {
    list: async () => ({ ...(await client.listTools()) }),
    call: async (name, args = {}) => called(await client.callTool({ name, arguments: args })),
    close: async () => {
      await client.close();
      await http?.close();
    },
  };
}

/**
 * One connection for all tests of a `describe`: a process takes its time to start.
 * @returns The connection, once tests run.
 */
export function connectForAll(way: Way, options: ConnectionOptions = {}): () => Connection {
  let connection: Connection | undefined;
  beforeAll(async () => {
    connection = await connect(way, options);
  });
  afterAll(() => connection?.close());
  return () => connection as Connection;
}
