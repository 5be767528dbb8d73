import type { Clock } from '@billport/core';

/** Where Paigo's API is: the same for sandbox and production, which the credentials decide. */
export const API_URL = 'https://api.prod.paigo.tech';

/** Where tokens come from (`facts/paigo.md §2`). */
export const TOKEN_URL = 'https://auth.paigo.tech/oauth/token';

/** The audience of tokens: a fixed text, without a slash at its end (`facts/paigo.md §2`). */
export const AUDIENCE = 'https://qnonyh1pc7.execute-api.us-east-1.amazonaws.com';

/** How customers may pay, as Paigo writes it. */
export const PAYMENT_CHANNELS = ['manual', 'Stripe'] as const;

/** Settings of {@link createPaigo}. */
export interface PaigoOptions {
  /** The client id of the account; `PAIGO_CLIENT_ID` of the environment when absent. */
  readonly clientId?: string;
  /** The client secret of the account; `PAIGO_CLIENT_SECRET` of the environment when absent. */
  readonly clientSecret?: string;
  /** Where the API is; `PAIGO_API_URL` of the environment when absent, else Paigo's own. */
  readonly url?: string;
  /** Where tokens come from; `PAIGO_TOKEN_URL` of the environment when absent, else Paigo's own. */
  readonly tokenUrl?: string;
  /** What tokens are for; `PAIGO_AUDIENCE` of the environment when absent, else Paigo's own. */
  readonly audience?: string;
  /** How new customers pay: outside of Paigo (`manual`, when absent), or through Stripe. */
  readonly paymentChannel?: (typeof PAYMENT_CHANNELS)[number];
  /** Usage records in flight at a time; 5 when absent. */
  readonly usageConcurrency?: number;
  /** Longest time of one attempt, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /**
   * How often a request is sent at most; 6 when absent: Paigo publishes no limits, and a refusal for
   * too many requests names no time to wait.
   */
  readonly maxAttempts?: number;
  /**
   * Longest reply, in bytes when unpacked; 250,000,000 when absent: Paigo has no pages, and brings all
   * customers with all their invoices at once.
   */
  readonly maxReplyBytes?: number;
  /** Instead of the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Where the time comes from; the machine's clock when absent. */
  readonly clock?: Clock;
  /** Where missing settings are looked up; `process.env` when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
