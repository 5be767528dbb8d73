import { BillingError, manualClock, systemClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded, type EmbeddedOptions } from './create-embedded.ts';

function refusal(work: () => unknown): BillingError {
  try {
    work();
  } catch (error) {
    if (BillingError.is(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('createEmbedded', () => {
  it.each<[string, unknown]>([
    ['file', ''],
    ['file', 7],
    ['clock', {}],
    ['synchronous', 'off; DROP TABLE events'],
    ['lockTimeoutMs', -1],
    ['customAggregations', { units: 'no function' }],
    ['collect', true],
  ])('refuses a wrong %s before it opens a file', (setting, value) => {
    const error = refusal(() => createEmbedded({ [setting]: value } as EmbeddedOptions));
    expect(error).toMatchObject({ code: 'configuration', details: { setting } });
  });

  it.each([null, 5, 'billing.db'])('takes an object of settings, not %j', (value) => {
    const error = refusal(() => createEmbedded(value as EmbeddedOptions));
    expect(error.code).toBe('configuration');
    expect(error.message).toContain('{ file: "billing.db" }');
  });

  it('names the settings that there are when one is unknown', () => {
    const error = refusal(() => createEmbedded({ filename: 'x.db' } as EmbeddedOptions));
    expect(error.message).toContain('"filename"');
    expect(error.message).toContain('file, clock');
  });

  it('moves a manual clock along, and only forward', async () => {
    const clock = manualClock('2026-01-01T00:00:00Z');
    const billing = createEmbedded({ clock });
    await billing.advanceTo('2026-02-01T00:00:00Z');
    expect(clock.now()).toBe(Date.UTC(2026, 1, 1));
    await expect(billing.advanceTo('2026-01-15T00:00:00Z')).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('goes no further than the machine has come', async () => {
    const billing = createEmbedded({ clock: systemClock });
    await billing.advanceTo();
    const future = systemClock.now() + 60_000;
    await expect(billing.advanceTo(future)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('says so when it is used after it was closed', async () => {
    const billing = createEmbedded();
    await billing.close();
    await expect(billing.advanceTo()).rejects.toMatchObject({ code: 'configuration' });
    expect(refusal(() => billing.audit()).code).toBe('configuration');
    await expect(billing.customers.list()).rejects.toMatchObject({ code: 'configuration' });
  });
});
