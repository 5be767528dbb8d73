import { BillingError, Decimal } from '@billport/core';

type ExactReviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/** `1.5e-6` as `0.0000015`: the same number without an exponent, and without a float between. */
function withoutExponent(number: string): string {
  const [digits = '0', exponent = '0'] = number.toLowerCase().split('e');
  const { coefficient, scale } = Decimal.parse(digits);
  const places = scale - Number(exponent);
  return places >= 0
    ? Decimal.fromScaled(coefficient, places).toString()
    : Decimal.fromInteger(coefficient * 10n ** BigInt(-places)).toString();
}

/** Keeps a number as it is written: `0.10` stays "0.10" and never becomes a float. */
const numberAsText: ExactReviver = (_key, value, context) => {
  if (typeof value !== 'number') return value;
  const text = context?.source ?? String(value);
  return /e/i.test(text) ? withoutExponent(text) : text;
};

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
