import type { Billing, Capabilities, Limits } from '@billport/core';

/** Variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How well each operation is served and what can be expressed: what a provider tells of itself. */
export interface Manifest {
  readonly capabilities: Capabilities;
  readonly limits: Limits;
}

/** The provider that an environment names. Nothing of it is loaded before it is asked for. */
export interface ProviderChoice {
  /** Short name, such as `embedded`; the module's name for others. For people and logs. */
  readonly id: string;
  /**
   * `test` where nothing real is billed: an engine in memory. `unknown` where either may be behind
   * it: a module, or an address on this machine, at which an emulator answers or a tunnel to a real
   * account. `live` otherwise. Take `unknown` for `live`.
   */
  readonly environment: 'test' | 'live' | 'unknown';
  /**
   * How every operation is served. Needs no credentials and no network; a module that exports no
   * `capabilities` is opened for it.
   */
  capabilities(): Promise<Capabilities>;
  /** What the provider can express. As {@link ProviderChoice.capabilities}. */
  limits(): Promise<Limits>;
  /**
   * Loads the adapter and makes the provider. Each call makes one: whoever opens it closes it.
   * @throws BillingError `configuration` that names the variable which is missing or wrong.
   */
  open(): Promise<Billing>;
}
