import type { Billing, Clock } from '@billport/core';
import type { ProviderChoice } from 'billport';
import type { Settings } from '../configuration/settings.ts';
import type { Principal } from '../tools/tool-call.ts';

/** What resources and prompts of one server have to work with. */
export interface ServerContext {
  readonly choice: ProviderChoice;
  readonly settings: Settings;
  /** Who the server was made for. */
  readonly principal: Principal;
  /** The clock; like everything of the contract it is loaded when it is first asked for. */
  clock(): Promise<Clock>;
  /**
   * The provider for reading: its reads carry `signal`, writes are refused.
   * @throws BillingError `configuration` that names the variable which is missing or wrong.
   * @throws Refusal `stopped`, or `denied` for somebody without the scope `billing:read`.
   */
  billing(signal: AbortSignal): Promise<Billing>;
}
