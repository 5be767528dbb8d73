import { systemClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { COMMON_CHECKS, checkSettings, oneOf, text } from './check-settings.ts';

const checks = { ...COMMON_CHECKS, key: text, size: oneOf(['big', 'small']) };
const check = (options: object) => () =>
  checkSettings('createThing', checks, options, { size: ['big', 'small'] });
const error = (call: () => void) => {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('It was taken.');
};

describe('checkSettings', () => {
  it('takes settings that are right, and undefined for absent ones', () => {
    const options = {
      key: 'k',
      size: 'big',
      timeoutMs: 1,
      maxAttempts: 100,
      fetch,
      environment: {},
    };
    expect(check({ ...options, clock: systemClock, usageConcurrency: undefined })).not.toThrow();
  });

  it('refuses a setting that there is none of, and names those that there are', () => {
    expect(error(check({ Key: 'k' }))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('createThing has no setting "Key"'),
      details: { setting: 'Key', allowed: Object.keys(checks) },
    });
    expect(error(check({ toString: 'k' }))).toMatchObject({ details: { setting: 'toString' } });
  });

  it.each([
    ['key', ' '],
    ['size', 'middle'],
    ['timeoutMs', 0],
    ['timeoutMs', 2_147_483_648],
    ['timeoutMs', '5'],
    ['maxAttempts', 1.5],
    ['usageConcurrency', 101],
    ['fetch', 'fetch'],
    ['clock', {}],
    ['environment', null],
  ])('refuses %s: %j, and does not repeat it', (setting, value) => {
    const wrong = error(check({ [setting]: value }));
    expect(wrong).toMatchObject({ code: 'configuration', details: { setting } });
    expect(String(wrong)).not.toContain('middle');
  });

  it('tells the names that a setting may be', () => {
    expect(error(check({ size: 'middle' }))).toMatchObject({
      details: { setting: 'size', allowed: ['big', 'small'] },
    });
  });

  it.each([[null], ['key']])('refuses %j instead of settings', (options) => {
    const wrong = error(() => checkSettings('createThing', checks, options as unknown as object));
    expect(wrong).toMatchObject({
      code: 'configuration',
      details: { allowed: Object.keys(checks) },
    });
  });
});
