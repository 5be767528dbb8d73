import { BillingError } from '@billport/core';
import { type Check, isTrueOrFalse, oneOf } from './setting-checks.ts';

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

/** Longest timer that JavaScript keeps; longer ones fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

const isDelay = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_TIMER_MS;

/** Where events may be kept. */
export const EVENT_STORES: readonly LagoSwitches['eventStore'][] = ['postgres', 'clickhouse'];

/** What each switch may be. */
export const SWITCH_CHECKS: Readonly<Record<keyof LagoSwitches, Check>> = {
  premium: isTrueOrFalse,
  eventStore: oneOf(EVENT_STORES),
  paymentProvider: isTrueOrFalse,
  allCurrencies: isTrueOrFalse,
  rateLimits: isTrueOrFalse,
  jobDelayMs: (value) =>
    isDelay(value) ? undefined : `Write whole milliseconds from 0 to ${LONGEST_TIMER_MS}.`,
  webhookWaitsMs: (value) =>
    Array.isArray(value) && value.every(isDelay)
      ? undefined
      : 'Write a list of whole milliseconds, such as [3000, 18000].',
};

const isSwitch = (name: string): name is keyof LagoSwitches => Object.hasOwn(SWITCH_CHECKS, name);

/**
 * Checks switches that come from outside.
 * @throws BillingError `invalid_input` for an unknown switch or a wrong value.
 */
export function checkedSwitches(input: Readonly<Record<string, unknown>>): Partial<LagoSwitches> {
  const issues = Object.entries(input).flatMap(([name, value]) => {
    if (!isSwitch(name)) {
      const message = `There is no such switch; there are ${Object.keys(SWITCH_CHECKS).join(', ')}.`;
      return [{ path: [name], message }];
    }
    const message = SWITCH_CHECKS[name](value);
    return message === undefined ? [] : [{ path: [name], message }];
  });
  if (issues.length > 0) {
    const message = issues.map(({ path, message }) => `${path[0]}: ${message}`).join(' ');
    throw new BillingError('invalid_input', { message, issues });
  }
  return input;
}

/** All switches: those that are given, and the usual ones. */
export function switchesWith(given: Partial<LagoSwitches>): LagoSwitches {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.assign({ ...DEFAULT_SWITCHES }, Object.fromEntries(set));
}
