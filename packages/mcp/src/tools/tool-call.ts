import type { Billing, Clock } from '@billport/core';

/** Who calls: the subject of a token over HTTP, `local` over stdio. */
export interface Principal {
  readonly id: string;
  /** What it may do; undefined where there is no authorization, which means all. */
  readonly scopes?: readonly string[] | undefined;
}

/** What a tool has to work with during one call. */
export interface ToolCall {
  /** The provider. Reads of it carry the caller's signal; writes are refused: they belong into a Change. */
  readonly billing: Billing;
  readonly principal: Principal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether whole objects are asked for, and not the short ones. */
  readonly detailed: boolean;
  /** Tells how far it is; nothing happens where nobody asked. */
  readonly progress: (done: number, total?: number, message?: string) => Promise<void>;
}
