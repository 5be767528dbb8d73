import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { readCredential } from './credential.ts';

const read = (value: string | undefined, inEnvironment?: string) =>
  readCredential({
    value,
    option: 'apiKey',
    variable: 'EXAMPLE_API_KEY',
    environment: { EXAMPLE_API_KEY: inEnvironment },
  });

function refusal(value: string | undefined, inEnvironment?: string): BillingError {
  try {
    read(value, inEnvironment);
  } catch (error) {
    if (BillingError.is(error, 'configuration')) return error;
  }
  throw new Error('It was not refused.');
}

describe('readCredential', () => {
  it('prefers the option over the environment', () => {
    expect(read('from-option', 'from-environment')).toBe('from-option');
    expect(read(undefined, 'from-environment')).toBe('from-environment');
  });

  it.each([[undefined], [''], ['  '], ['\n']])(
    'names option and variable when it is missing: %j',
    (value) => {
      const error = refusal(value);
      expect(error.message).toBe(
        'The credential is missing: set EXAMPLE_API_KEY, or the option apiKey.',
      );
      expect(error.details).toEqual({ setting: 'EXAMPLE_API_KEY' });
    },
  );

  it('does not look in the environment for an option that is blank: somebody set it', () => {
    expect(refusal('', 'from-environment').message).toContain('missing');
  });

  it.each([
    'canary\n',
    'canary\r\nX-Evil: 1',
    ' canary',
    'can ary',
    'canary\u0000',
    'canäry',
    'canary✓',
  ])('refuses %j, which a header cannot hold as it is, and does not repeat it', (value) => {
    const error = refusal(value);
    expect(error.message).toContain('apiKey: Write the credential as it was issued');
    expect(`${error.message}${JSON.stringify(error)}`).not.toMatch(/can.?.?ry/);
    expect(refusal(undefined, value).details).toEqual({ setting: 'EXAMPLE_API_KEY' });
  });
});
