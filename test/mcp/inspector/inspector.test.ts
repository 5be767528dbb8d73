import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { McpServer } from '@modelcontextprotocol/server';
import { selectProvider } from 'billport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HttpServing, startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import { createServerFactory, readSettings } from '../../../packages/mcp/src/index.ts';
import { TOOLSETS } from '../../../packages/mcp/src/tools/tool.ts';
import { inspect } from './inspect.ts';

let home: string;
const running: HttpServing[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'billport-inspector-'));
});

afterAll(async () => {
  await Promise.all(running.map((serving) => serving.close()));
  await rm(home, { recursive: true });
});

type Served = Pick<Parameters<typeof startHttp>[0], 'factory' | 'scopeOfTool'>;

async function inspectionOf(served: Served) {
  const environment = { BILLING_MCP_HTTP_PORT: '0' };
  const serving = await startHttp({ ...served, environment, log: () => undefined });
  running.push(serving);
  return inspect(serving.url, home);
}

describe.each(['embedded', 'lago', 'paigo'])('the Inspector, strictly, on %s', (provider) => {
  it.concurrent.each(TOOLSETS)(
    'P2: finds neither error nor warning in the toolset %s',
    async (toolset) => {
      const { code, tools, report } = await inspectionOf(
        createServerFactory({
          choice: selectProvider({ BILLING_PROVIDER: provider }),
          settings: readSettings({ BILLING_MCP_TOOLSETS: toolset }, {}),
        }),
      );
      expect(report).toBe('');
      expect(code).toBe(0);
      expect(tools.length).toBeGreaterThan(0);
    },
  );
});

it('P2: the Inspector tells of a schema that not every model can be given', async () => {
  const { report } = await inspectionOf({
    scopeOfTool: () => undefined,
    factory: () => {
      const server = new McpServer({ name: 'sample', version: '1' });
      const inputSchema = z.object({ anything: z.unknown() });
      server.registerTool('loose', { inputSchema }, () => ({ content: [] }));
      return server;
    },
  });
  expect(report).toContain('loose');
});
