import type { BillingErrorCode, BillingErrorDetails, Issue } from '@billport/core';

/** What a service said about a request that it refused, whatever the form of its body. */
export interface Problem {
  /** The service's own code, such as `customer_not_found`. */
  readonly code?: string | undefined;
  /** The service's own words. Never the body: that may hold anything. */
  readonly message?: string | undefined;
  /** The kind of thing that it says is missing or in the way, such as `customer`. */
  readonly resource?: string | undefined;
  /** What it says about single fields. */
  readonly issues?: readonly Issue[] | undefined;
}

/** What a rule looks at. */
export interface RefusedReply extends Problem {
  readonly status: number;
}

/**
 * What a refusal becomes. The first rule that matches counts. A rule knows more than a status: what
 * it calls final is a clear no, and what it calls retryable is repeated as a 429 or a 503 is.
 */
export interface ErrorRule {
  /** Only with one of these statuses. */
  readonly status?: number | readonly number[];
  /** Only with one of these codes, or a code that matches. */
  readonly code?: string | readonly string[] | RegExp;
  /** Only when an issue has one of these rules, or a rule that matches. */
  readonly issue?: string | readonly string[] | RegExp;
  readonly becomes: BillingErrorCode;
  /** Replaces the message: the thing, the rule and the way out. */
  readonly message?: (reply: RefusedReply) => string;
  readonly details?: (reply: RefusedReply) => BillingErrorDetails[BillingErrorCode];
  /** Overrides what the code says: whether the same call may succeed later. */
  readonly retryable?: boolean;
}

/** How a service's refusals are read. */
export interface ErrorTable {
  /** Reads the parsed body of a refusal, of whatever form; undefined where it is no JSON. */
  readonly read: (body: unknown) => Problem;
  /** In order. What no rule matches is taken by its status. */
  readonly rules: readonly ErrorRule[];
}
