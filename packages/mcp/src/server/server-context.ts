import type { Billing, Clock } from '@billport/core';
import type { ProviderChoice } from 'billport';
import type { Settings } from '../configuration/settings.ts';
import type { Principal } from '../tools/tool-call.ts';
import type { Serving } from './serving.ts';

/** What resources and prompts of one server have to work with. */
export interface ServerContext {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  /** Who the server was made for. */
  readonly principal: Principal;
  /** The clock; like everything of the contract it is loaded when it is first asked for. */
  clock(): Promise<Clock>;
  /**
   * The provider for reading: its reads carry `signal`, writes are refused. Ask for it once for each
   * request: each time counts as a call of `name`, such as `resources/read`.
   * @throws BillingError `configuration` that names the variable which is missing or wrong
   * @throws Refusal `stopped`, `rate_limited`, or `denied` for somebody without `billing:read`
   */
  billing(name: string, signal: AbortSignal): Promise<Billing>;
}

/** The context of a server; nothing is loaded before something of it is asked for. */
export function serverContext(
  made: Pick<ServerContext, 'choice' | 'settings' | 'principal'>,
  serving: () => Promise<Serving>,
): ServerContext {
  return {
    ...made,
    clock: async () => (await serving()).clock,
    billing: async (name, signal) => {
      const { openForReading } = await import('./let-in.ts');
      return openForReading(await serving(), { name, principal: made.principal, signal });
    },
  };
}
