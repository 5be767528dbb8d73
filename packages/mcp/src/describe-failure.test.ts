import { BillingError } from '@billport/core';
import { expect, it } from 'vitest';
import { Refusal } from './answers/refusal.ts';
import { describeFailure } from './describe-failure.ts';

it('prints errors in our own words', () => {
  expect(describeFailure(new BillingError('configuration', { message: 'Set LAGO_API_KEY.' }))).toBe(
    'Set LAGO_API_KEY.',
  );
  expect(describeFailure(new Refusal('stopped', { message: 'Stopped.', next: 'Ask.' }))).toBe(
    'Stopped.',
  );
});

it('S1: says where what is behind an error of ours was thrown, and no words of it', () => {
  const cause = new TypeError('canary\n    at canary (/canary.mjs:1:1)');
  const problem = {
    message: 'BILLING_PROVIDER: The module could not be loaded: TypeError.',
    cause,
  };
  const text = describeFailure(new BillingError('configuration', problem));
  expect(text).toMatch(
    /^BILLING_PROVIDER: The module could not be loaded: TypeError\. \[thrown at .*describe-failure\.test\.ts:\d+:\d+\]$/,
  );
  expect(text).not.toContain('canary');
  const ours = new BillingError('configuration', { message: 'Inner.' });
  expect(
    describeFailure(new BillingError('configuration', { message: 'Outer.', cause: ours })),
  ).toBe('Outer.');
});

it('S1: prints of others the kind and the place, for their words may hold a key', () => {
  const text = describeFailure(new TypeError('Bearer canary\n    was refused'));
  expect(text).toMatch(/^TypeError\n\s+at .*describe-failure\.test\.ts/);
  expect(text).not.toContain('canary');
  const missing = Object.assign(new Error('canary'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(describeFailure(missing)).toMatch(/^Error \(ERR_MODULE_NOT_FOUND\)\n/);
  expect(describeFailure(Object.assign(missing, { code: 'canary-1' }))).not.toContain('canary');
  expect(describeFailure('canary')).toBe('a thrown string');
});
