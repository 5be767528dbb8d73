import type { Clock } from '@billport/core';

/** Where Lago's own cloud runs. */
export const REGIONS = {
  us: 'https://api.getlago.com',
  eu: 'https://api.eu.getlago.com',
} as const;

/** A region of Lago's own cloud. */
export type LagoRegion = keyof typeof REGIONS;

/** Settings of {@link createLago}. */
export interface LagoOptions {
  /** The API key of the organization; `LAGO_API_KEY` of the environment when absent. */
  readonly apiKey?: string;
  /**
   * Lago's cloud: `us` or `eu`. `LAGO_REGION` of the environment when neither this nor `url` is
   * given. Not together with `url`.
   */
  readonly region?: LagoRegion;
  /**
   * The address of a Lago of your own, such as `https://billing.example.com`, with or without
   * `/api/v1` at its end. `LAGO_API_URL` of the environment when neither this nor `region` is
   * given; Lago's cloud in the US when that is absent too.
   */
  readonly url?: string;
  /**
   * Whether the account has a licence for premium features; true when absent. Say false where it
   * has none: then `capabilities` leaves out what takes one, and such fields are not sent.
   */
  readonly premium?: boolean;
  /**
   * Where this Lago keeps events. `postgres` tells duplicates; `clickhouse` answers as if they were
   * new. When absent nothing is promised that only one of them does.
   */
  readonly eventStore?: 'postgres' | 'clickhouse';
  /** Batches of usage in flight at a time; 4 when absent. */
  readonly usageConcurrency?: number;
  /** Longest time of one attempt, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** How often a request is sent at most; 4 when absent. */
  readonly maxAttempts?: number;
  /** Instead of the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Where the time comes from; the machine's clock when absent. */
  readonly clock?: Clock;
  /** Where missing settings are looked up; `process.env` when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
