import { BillingError } from '@billport/core';

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

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isDelay = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

const RULES: Readonly<
  Record<keyof LagoSwitches, { isRight(value: unknown): boolean; rule: string }>
> = {
  premium: { isRight: isBoolean, rule: 'Write true or false.' },
  eventStore: {
    isRight: (value) => value === 'postgres' || value === 'clickhouse',
    rule: 'Write "postgres" or "clickhouse".',
  },
  paymentProvider: { isRight: isBoolean, rule: 'Write true or false.' },
  allCurrencies: { isRight: isBoolean, rule: 'Write true or false.' },
  rateLimits: { isRight: isBoolean, rule: 'Write true or false.' },
  jobDelayMs: { isRight: isDelay, rule: 'Write whole milliseconds from 0 up.' },
  webhookWaitsMs: {
    isRight: (value) => Array.isArray(value) && value.every(isDelay),
    rule: 'Write a list of whole milliseconds, such as [3000, 18000].',
  },
};

const isSwitch = (name: string): name is keyof LagoSwitches => Object.hasOwn(RULES, name);

/**
 * Checks switches that come from outside.
 * @throws BillingError `invalid_input` for an unknown switch or a wrong value.
 */
export function checkedSwitches(input: Readonly<Record<string, unknown>>): Partial<LagoSwitches> {
  const issues = Object.entries(input).flatMap(([name, value]) => {
    if (!isSwitch(name)) {
      const message = `There is no such switch; there are ${Object.keys(RULES).join(', ')}.`;
      return [{ path: [name], message }];
    }
    return RULES[name].isRight(value) ? [] : [{ path: [name], message: RULES[name].rule }];
  });
  if (issues.length > 0) {
    const message = issues.map(({ path, message }) => `${path[0]}: ${message}`).join(' ');
    throw new BillingError('invalid_input', { message, issues });
  }
  return input;
}
