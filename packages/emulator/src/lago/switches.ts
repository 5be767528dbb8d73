import { type Check, delay, delays, isTrueOrFalse, oneOf } from '../machinery/setting-checks.ts';
import { switchList } from '../machinery/switch-list.ts';

/** What the emulated account and the machinery around it are like. Each can be changed while it runs. */
export interface LagoSwitches {
  /** Whether the account has a licence. */
  premium: boolean;
  /** Where events are kept, which decides what a repeated one answers. */
  eventStore: 'postgres' | 'clickhouse';
  /** Whether customers have a payment provider, so that links to pay exist. */
  paymentProvider: boolean;
  /** Whether every currency of ISO 4217 is taken; Lago takes the most of them. */
  allCurrencies: boolean;
  /** Whether requests are limited as in Lago's cloud; a server of one's own limits none. */
  rateLimits: boolean;
  /** Milliseconds until work behind the answers is done. */
  jobDelayMs: number;
  /** Milliseconds before each further attempt to deliver a webhook; as many attempts, and one. */
  webhookWaitsMs: readonly number[];
}

/** An account with a licence, on a server of one's own. Lago waits about 3 and 18 seconds. */
export const DEFAULT_SWITCHES: LagoSwitches = {
  premium: true,
  eventStore: 'postgres',
  paymentProvider: true,
  allCurrencies: false,
  rateLimits: false,
  jobDelayMs: 20,
  webhookWaitsMs: [3000, 18_000],
};

/** Where events may be kept. */
export const EVENT_STORES: readonly LagoSwitches['eventStore'][] = ['postgres', 'clickhouse'];

/** What each switch may be. */
export const SWITCH_CHECKS: Readonly<Record<keyof LagoSwitches, Check>> = {
  premium: isTrueOrFalse,
  eventStore: oneOf(EVENT_STORES),
  paymentProvider: isTrueOrFalse,
  allCurrencies: isTrueOrFalse,
  rateLimits: isTrueOrFalse,
  jobDelayMs: delay,
  webhookWaitsMs: delays,
};

/** All switches of the emulator of Lago. */
export const SWITCHES = switchList(DEFAULT_SWITCHES, SWITCH_CHECKS);
