import { type AuthInfo, type McpRequestContext, McpServer } from '@modelcontextprotocol/server';
import { afterEach } from 'vitest';
import { z } from 'zod';
import { type HttpServing, startHttp } from '../../../packages/mcp/src/http/start-http.ts';
import type { Scope } from '../../../packages/mcp/src/tools/tool.ts';

const SCOPES: Readonly<Record<string, Scope>> = {
  look: 'billing:read',
  save: 'billing:write',
  pay: 'billing:money',
  wait: 'billing:read',
};

/** A promise that others fulfil. */
function signal(): { readonly given: Promise<void>; give: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { given: promise, give: resolve };
}

/** A server that listens, with tools that do nothing but tell that they were called. */
export interface SampleServer extends HttpServing {
  /** Lines of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Names of the tools that ran. */
  readonly ran: readonly string[];
  /** What each request came to the tools with. */
  readonly contexts: readonly McpRequestContext[];
  /** Given when the tool `wait` has begun. */
  readonly waiting: Promise<void>;
  /** Given when the caller of `wait` is gone. */
  readonly aborted: Promise<void>;
  /** Lets the tool `wait` answer. */
  release(): void;
}

const running: HttpServing[] = [];

/** Closes what tests have started. */
export function closeServersAfterEach(): void {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
}

/** Starts a server on a free port of this machine. */
export async function startSample(
  environment: Readonly<Record<string, string>> = {},
): Promise<SampleServer> {
  const log: Record<string, unknown>[] = [];
  const ran: string[] = [];
  const contexts: McpRequestContext[] = [];
  const [begun, end, gone] = [signal(), signal(), signal()];

  function factory(context: McpRequestContext): McpServer {
    contexts.push(context);
    const server = new McpServer({ name: 'sample', version: '1.0.0' });
    const inputSchema = z.strictObject({ name: z.string().optional() });
    for (const tool of ['look', 'save', 'pay']) {
      server.registerTool(tool, { description: tool, inputSchema }, ({ name }, { http }) => {
        ran.push(tool);
        const { token } = (http?.authInfo ?? {}) as Partial<AuthInfo>;
        return { content: [{ type: 'text', text: JSON.stringify({ tool, name, token }) }] };
      });
    }
    server.registerTool('wait', { description: 'wait' }, async ({ mcpReq }) => {
      mcpReq.signal.addEventListener('abort', gone.give);
      begun.give();
      await end.given;
      ran.push('wait');
      return { content: [{ type: 'text', text: 'done' }] };
    });
    return server;
  }

  const serving = await startHttp({
    factory,
    scopeOfTool: (name) => SCOPES[name],
    environment: { BILLING_MCP_HTTP_PORT: '0', ...environment },
    log: (line) => log.push(JSON.parse(line)),
  });
  running.push(serving);
  return {
    ...serving,
    log,
    ran,
    contexts,
    waiting: begun.given,
    aborted: gone.given,
    release: end.give,
  };
}
