import { BillingError } from '@billport/core';
import type { EmbeddedOptions } from './create-embedded.ts';

const KNOWN: Readonly<Record<keyof EmbeddedOptions, (value: unknown) => string | undefined>> = {
  file: (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0')
      ? undefined
      : 'Write the path of a file, or ":memory:".',
  clock: (value) =>
    typeof (value as { now?: unknown } | null)?.now === 'function'
      ? undefined
      : 'Pass systemClock, a manualClock, or an object with a function now().',
  synchronous: (value) =>
    value === 'full' || value === 'normal' ? undefined : 'Write "full" or "normal".',
  lockTimeoutMs: (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0
      ? undefined
      : 'Write whole milliseconds from zero up.',
  customAggregations: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((aggregate) => typeof aggregate === 'function')
      ? undefined
      : 'Pass an object with a function for each metric code.',
  collect: (value) => (typeof value === 'function' ? undefined : 'Pass a function.'),
};

/**
 * Checks settings before anything is opened.
 * @throws BillingError `configuration` that names the setting and what it may be.
 */
export function checkOptions(options: EmbeddedOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new BillingError('configuration', {
      message: 'createEmbedded takes an object of settings, such as { file: "billing.db" }.',
      details: { allowed: Object.keys(KNOWN) },
    });
  }
  for (const [setting, value] of Object.entries(options)) {
    if (!Object.hasOwn(KNOWN, setting)) {
      throw new BillingError('configuration', {
        message: `createEmbedded has no setting ${JSON.stringify(setting)}. It has ${Object.keys(KNOWN).join(', ')}.`,
        details: { setting, allowed: Object.keys(KNOWN) },
      });
    }
    if (value === undefined) continue;
    const problem = KNOWN[setting as keyof EmbeddedOptions](value);
    if (problem === undefined) continue;
    throw new BillingError('configuration', {
      message: `${setting}: ${problem}`,
      details: { setting },
    });
  }
}
