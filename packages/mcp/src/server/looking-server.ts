import type { Capabilities } from '@billport/core';
import type { ServerContext as RequestContext } from '@modelcontextprotocol/server';
import type { ProviderChoice } from 'billport';
import type { Settings } from '../configuration/settings.ts';
import { principalOf } from '../http/principal.ts';
import type { Principal } from '../tools/tool-call.ts';
import type { RequestHandler } from './capture-handlers.ts';
import type { OpenBilling } from './look.ts';
import type { Serving } from './serving.ts';

/** What resources, prompts and completions of one server are made from. */
export interface LookingServer {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  /** Who the server was made for. */
  readonly principal: Principal;
  /** What the provider can do. */
  readonly capabilities: Capabilities;
  /** Names of the tools that are listed for the principal. */
  readonly tools: readonly string[];
  readonly serving: () => Promise<Serving>;
  /** Handlers of an extension, by method: asked where the server itself knows nothing. */
  readonly further: ReadonlyMap<string, RequestHandler<never, unknown>>;
}

/** The handler of an extension, if it has one. */
export function furtherHandler<Request, Result>(
  { further }: LookingServer,
  method: string,
): RequestHandler<Request, Result> | undefined {
  return further.get(method) as RequestHandler<Request, Result> | undefined;
}

/** Looks under the rules of tools; see `look`, which is loaded for it. */
export async function lookAs<Found>(
  { serving, principal }: LookingServer,
  name: string,
  args: Readonly<Record<string, unknown>>,
  context: RequestContext,
  find: (open: OpenBilling) => Promise<Found>,
): Promise<Found> {
  const { look } = await import('./look.ts');
  const { http } = context;
  const caller = http?.authInfo === undefined ? principal : principalOf(http.authInfo);
  return look(await serving(), { name, args, principal: caller, context }, find);
}
