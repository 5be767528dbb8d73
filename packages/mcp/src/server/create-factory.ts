import type { Billing, Clock } from '@billport/core';
import {
  type CacheHint,
  McpServer,
  type McpServerFactory,
  type McpServerOptions,
} from '@modelcontextprotocol/server';
import type { ProviderChoice } from 'billport';
import { toolMeantBy } from '../aliases/alias-tools.ts';
import type { Settings } from '../configuration/settings.ts';
import { principalOf } from '../http/principal.ts';
import { OpenedProvider } from '../provider/opened-provider.ts';
import { surface as ownSurface } from '../surface/surface.ts';
import type { Surface } from '../surface/surface-entry.ts';
import { absenceOf } from '../surface/which-tools.ts';
import type { Scope } from '../tools/tool.ts';
import type { Principal } from '../tools/tool-call.ts';
import { captureHandlers } from './capture-handlers.ts';
import { instructionsFor } from './instructions.ts';
import { lazily } from './lazily.ts';
import { registerLooks } from './register-looks.ts';
import { registerTools } from './register-tools.ts';
import { SERVER_INFO } from './server-info.ts';
import { ToolList } from './tool-list.ts';

/** What the servers of a factory are made from. */
export interface ServerFactoryOptions {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  /** The machine's when absent. */
  readonly clock?: Clock | undefined;
  /** A provider that is there already, instead of what `choice` opens. Whoever made it closes it. */
  readonly billing?: Billing | undefined;
  /** Told of failures of tools that nobody foresaw. */
  readonly log?: ((tool: string, error: unknown) => void) | undefined;
  /** Other tools than the server's own. */
  readonly surface?: Surface | undefined;
  /** Adds to each server that is made, after the server's own: further tools, resources, prompts. */
  readonly extend?: ((server: McpServer) => void) | undefined;
}

/** Servers of one provider and one configuration. */
export interface ServerFactory {
  /** Makes a server for one connection, or for one request over HTTP. */
  readonly factory: McpServerFactory;
  /** What the tool needs that a name means, also another name of it; undefined where it means none. */
  readonly scopeOfTool: (name: string) => Scope | undefined;
  /** Lets go of the provider, unless it was given ready made. Calls after it fail. */
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** What a list that is the same for everybody may be kept for, or one that depends on the caller. */
function cacheHints(principal: Principal): NonNullable<McpServerOptions['cacheHints']> {
  const list: CacheHint = {
    ttlMs: HOUR_MS,
    cacheScope: principal.scopes === undefined ? 'public' : 'private',
  };
  return {
    'tools/list': list,
    'prompts/list': list,
    'resources/list': list,
    'resources/templates/list': list,
    'server/discover': list,
    'resources/read': { ttlMs: 0, cacheScope: 'private' },
  };
}

/**
 * Makes servers that speak both eras of the protocol. Until the first call nothing of the contract,
 * no provider and no tool is loaded: lists come from the lock file (`facts/mcp.md §e.3 P7`).
 */
export function createServerFactory(options: ServerFactoryOptions): ServerFactory {
  const { choice, settings, billing, clock, extend, surface = ownSurface } = options;
  const log = options.log ?? (() => undefined);
  const provider = new OpenedProvider(
    billing === undefined ? choice : { open: async () => billing },
  );
  const served = lazily(async () => {
    const capabilities = billing?.capabilities ?? (await choice.capabilities());
    const tools = new ToolList(surface.entries, (entry) =>
      absenceOf(entry, settings, capabilities),
    );
    return { capabilities, tools };
  });
  const serving = lazily(async () => {
    const { openServing } = await import('./serving.ts');
    return openServing({ choice, settings, surface, provider, clock, log });
  });

  const factory: McpServerFactory = async ({ authInfo }) => {
    const principal = principalOf(authInfo);
    const { tools, capabilities } = await served();
    const names = tools.published(principal).map(({ name }) => name);
    const server = new McpServer(SERVER_INFO, {
      instructions: instructionsFor(names),
      cacheHints: cacheHints(principal),
    });
    const further = captureHandlers(server, () => extend?.(server));
    registerTools(server, { tools, capabilities, serving, principal, further });
    registerLooks(server, {
      choice,
      settings,
      principal,
      capabilities,
      tools: names,
      serving,
      further,
    });
    return server;
  };
  const scopes = new Map(surface.entries.map(({ tool, scope }) => [tool.name, scope]));
  return {
    factory,
    scopeOfTool: (name) => scopes.get(toolMeantBy(name)),
    close: async () => {
      if (serving.isMade()) (await serving()).close();
      if (billing === undefined) await provider.close();
    },
  };
}
