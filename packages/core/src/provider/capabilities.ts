import type { OperationId } from '../contract/index.ts';

/**
 * How an operation is served.
 *
 * - `native`: as the contract says
 * - `emulated`: the same result, made in another way
 * - `partial`: a part is missing
 * - `unsupported`: throws
 */
export type CapabilityLevel = 'native' | 'emulated' | 'partial' | 'unsupported';

/** How one operation is served; `note` says how it is emulated, what is missing, or what to use instead. */
export interface Capability {
  readonly level: CapabilityLevel;
  readonly note?: string;
  /** Fields of the input that are not kept: a call that gives one gets a `not_applied` warning. */
  readonly without?: readonly string[];
}

/** How every operation is served. */
export type Capabilities = Readonly<Record<OperationId, Capability>>;
