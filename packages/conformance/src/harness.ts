import type { Billing, Instant } from '@billport/core';
import type { FaultInjection } from './faulty-fetch.ts';

/** A provider and the hands that the suite needs on what is behind it. */
export interface Backend {
  readonly provider: Billing;
  /** The backend's time. Events and periods of scenarios are placed around it. */
  now(): Instant;
  /**
   * Moves the backend's time forward and bills what became due. Without it, scenarios about
   * periods that end are reported as not run.
   */
  advanceTo?(instant: Instant): Promise<void>;
  /** Resolves when everything written so far can be read: balances, usage, invoices. */
  settle?(): Promise<void>;
  /** Lets go of what {@link Harness.create} made. */
  dispose?(): Promise<void> | void;
  /** Requests sent so far, where the provider speaks HTTP: an unsupported operation sends none. */
  requests?(): number;
  /** Faults between the provider and its service, where it speaks HTTP. */
  readonly faults?: FaultInjection;
  /** Credentials and other secrets that no error may show. */
  readonly secrets?: readonly string[];
  /**
   * Put before every key and code. Give a new one for each run where the backend keeps what
   * earlier runs made. At most 40 characters.
   */
  readonly keyPrefix?: string;
}

/** How the suite gets a provider. There is no option to leave a scenario out: the manifest does. */
export interface Harness {
  /** What is tested, for people: `embedded, in memory`. */
  readonly name: string;
  /** Makes a backend. Called for each scenario; a fresh one each time keeps failures apart. */
  create(): Promise<Backend>;
}
