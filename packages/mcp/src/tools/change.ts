import type { Money, OperationId } from '@billport/core';
import type { Answer } from '../answers/answer.ts';

/** A call of an operation that is still to be made. */
export interface PlannedCall {
  readonly operation: OperationId;
  /** Its input, or how to make it of what the calls before brought. */
  readonly input: object | ((results: readonly unknown[]) => object);
}

/** What a changing tool is going to do, found out without doing it. */
export interface Change {
  /**
   * One sentence with customer, amount, currency: `Grant 50.00 USD of credits to Beta User 789
   * (beta-789).` Words of customers in it are passed through `words(…)`.
   */
  readonly effect: string;
  /** Whether somebody has to agree first (`facts/mcp.md §e.3 D1`). */
  readonly needsConsent: boolean;
  /** What moves: limits are held against it, and it is shown. */
  readonly money?: Money | undefined;
  /** What is touched: `customer:acme`, `plan:pro`. For the audit log. */
  readonly targets: readonly string[];
  /** What the effect rests on, as it is now: a balance, an amount due. Another one needs another consent. */
  readonly basis?: unknown;
  /** The calls, in order. */
  readonly calls: readonly PlannedCall[];
  /** Makes the answer of what the calls brought. */
  readonly show: (results: readonly unknown[]) => Answer | Promise<Answer>;
}
