import { BillingError } from '@billport/core';

type ExactReviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/** Keeps a number as it is written: `0.10` stays "0.10" and never becomes a float. */
const numberAsText: ExactReviver = (_key, value, context) =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

/**
 * Reads JSON with every number as the text it was written with.
 * @param name - What is read, for the error.
 * @throws BillingError `invalid_input` when the text is not JSON.
 */
export function parseExactJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text, numberAsText);
  } catch (cause) {
    throw new BillingError('invalid_input', {
      message: `${name} is not JSON: ${(cause as Error).message}`,
      cause,
    });
  }
}
