import { BillingError } from '@billport/core';
import type { Check } from './setting-checks.ts';

/** The switches that an emulator has. */
export interface SwitchList<Switches extends object> {
  /**
   * Checks switches that come from outside.
   * @throws BillingError `invalid_input` for an unknown switch or a wrong value.
   */
  checked(input: Readonly<Record<string, unknown>>): Partial<Switches>;
  /** All switches: those that are given, and the usual ones. */
  with(given: Partial<Switches>): Switches;
}

/** @param usual The usual setting of each switch. @param checks What each may be. */
export function switchList<Switches extends object>(
  usual: Switches,
  checks: Readonly<Record<keyof Switches, Check>>,
): SwitchList<Switches> {
  const names = Object.keys(checks);
  const isSwitch = (name: string): name is keyof Switches & string => Object.hasOwn(checks, name);
  const problemOf = (name: string, value: unknown) =>
    isSwitch(name)
      ? checks[name](value)
      : `There is no such switch; there are ${names.join(', ')}.`;
  return {
    checked(input) {
      const issues = Object.entries(input).flatMap(([name, value]) => {
        const message = problemOf(name, value);
        return message === undefined ? [] : [{ path: [name], message }];
      });
      if (issues.length === 0) return input as Partial<Switches>;
      const message = issues.map(({ path, message }) => `${path[0]}: ${message}`).join(' ');
      throw new BillingError('invalid_input', { message, issues });
    },
    with(given) {
      const set = Object.entries(given).filter(([, value]) => value !== undefined);
      return Object.assign({ ...usual }, Object.fromEntries(set));
    },
  };
}
