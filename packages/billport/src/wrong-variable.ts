import { BillingError } from '@billport/core';

/** What is wrong with a variable. */
export interface WrongVariable {
  readonly variable: string;
  /** The rule and the way out. The value is in no message: it may be a key in the wrong place. */
  readonly problem: string;
  readonly allowed?: readonly string[];
  readonly cause?: unknown;
}

/** The error about a variable of the environment. */
export function wrongVariable({ variable, problem, allowed, cause }: WrongVariable): BillingError {
  return new BillingError('configuration', {
    message: `${variable}: ${problem}`,
    details: { setting: variable, ...(allowed && { allowed }) },
    ...(cause === undefined ? {} : { cause }),
  });
}
