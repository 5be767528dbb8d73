import { BillingError, operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { alternatives } from './alternatives.ts';
import { SECRET } from './paigo-host.fixture.ts';
import { createPaigo } from './provider.ts';
import type { PaigoOptions } from './settings.ts';

const credentials = { clientId: 'client-id', clientSecret: SECRET };

/** The error that settings are refused with. */
function refusal(options: unknown): BillingError<'configuration'> {
  try {
    createPaigo(options as PaigoOptions);
  } catch (error) {
    if (BillingError.is(error, 'configuration')) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('createPaigo', () => {
  it('sends nothing, and leads to Paigo itself when nothing else is said', () => {
    const { client } = createPaigo({ ...credentials, environment: {} });
    expect(client.baseUrl).toBe('https://api.prod.paigo.tech');
  });

  it('reads the environment, and options before it', () => {
    const environment = {
      PAIGO_CLIENT_ID: 'client-id',
      PAIGO_CLIENT_SECRET: SECRET,
      PAIGO_API_URL: 'https://api.test/paigo/',
      PAIGO_TOKEN_URL: ' https://auth.test/oauth/token ',
      PAIGO_AUDIENCE: 'https://audience.test',
    };
    expect(createPaigo({ environment }).client.baseUrl).toBe('https://api.test/paigo');
    const { client } = createPaigo({ environment, url: 'https://other.test' });
    expect(client.baseUrl).toBe('https://other.test');
  });

  it('takes blank variables for absent ones', () => {
    const environment = { PAIGO_API_URL: ' ', PAIGO_TOKEN_URL: '', PAIGO_AUDIENCE: '' };
    const { client } = createPaigo({ ...credentials, environment });
    expect(client.baseUrl).toBe('https://api.prod.paigo.tech');
  });

  it.each<[keyof PaigoOptions, unknown]>([
    ['clientId', ''],
    ['clientSecret', ' '],
    ['clientSecret', 'line\nbreak'],
    ['url', 'ftp://paigo.test'],
    ['url', `https://user:${SECRET}@paigo.test`],
    ['tokenUrl', 'auth.paigo.tech'],
    ['tokenUrl', 'https://auth.test/oauth/token?secret=a'],
    ['audience', ' '],
    ['audience', 'https://a b.test'],
    ['paymentChannel', 'stripe'],
    ['usageConcurrency', 0],
    ['timeoutMs', 1.5],
    ['maxAttempts', 101],
    ['maxReplyBytes', 999_999],
    ['fetch', 'fetch'],
    ['clock', 5],
  ])('refuses %s of %j by its name', (setting, value) => {
    const error = refusal({ ...credentials, environment: {}, [setting]: value });
    expect(error.details).toMatchObject({ setting });
    expect(error.message).toContain(setting);
    expect(error.message).not.toContain(SECRET);
  });

  it.each([
    ['PAIGO_API_URL', 'paigo.test'],
    ['PAIGO_TOKEN_URL', 'https://auth.test/#a'],
    ['PAIGO_AUDIENCE', 'https://audience.test/'],
    ['PAIGO_CLIENT_ID', 'a b'],
    ['PAIGO_CLIENT_SECRET', 'line\nbreak'],
  ])('refuses the variable %s of %j by its name', (variable, value) => {
    const usual = { PAIGO_CLIENT_ID: 'client-id', PAIGO_CLIENT_SECRET: SECRET };
    const error = refusal({ environment: { ...usual, [variable]: value } });
    expect(error.details).toMatchObject({ setting: variable });
    expect(error.message).toContain(variable);
  });

  it('point 24: refuses an audience with a slash at its end, and says why', () => {
    const error = refusal({ ...credentials, environment: {}, audience: 'https://audience.test/' });
    expect(error.details).toEqual({ setting: 'audience' });
    expect(error.message).toContain('slash');
  });

  it('point 24: has no setting for a sandbox: the credentials decide', () => {
    expect(refusal({ ...credentials, sandbox: true }).message).toContain('"sandbox"');
  });

  it('names both ways to give credentials that are missing', () => {
    expect(refusal({ environment: {} }).message).toMatch(/PAIGO_CLIENT_ID.*clientId/);
    const error = refusal({ clientId: 'client-id', environment: {} });
    expect(error.message).toMatch(/PAIGO_CLIENT_SECRET.*clientSecret/);
  });

  it('tells how customers may pay', () => {
    expect(refusal({ ...credentials, paymentChannel: 'card' }).details).toEqual({
      setting: 'paymentChannel',
      allowed: ['manual', 'Stripe'],
    });
  });
});

describe('what Paigo cannot serve', () => {
  const billing = createPaigo({ ...credentials, environment: {} });

  it('has an alternative for each operation, and none for others', () => {
    const unsupported = [...operations.keys()].filter((id) => !billing.supports(id));
    expect(Object.keys(alternatives).sort()).toEqual(unsupported.sort());
  });

  it.each(Object.entries(alternatives))('names what there is instead: %s', (_id, alternative) => {
    const named = alternative.match(/\b[a-z][A-Za-z]+\.[a-z][A-Za-z]+\b/g) ?? [];
    const known = [...operations.keys(), 'client.request', 'overrides.discount'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    const ids = named.filter((name) => operations.has(name as never));
    expect(ids.filter((id) => !billing.supports(id as never))).toEqual([]);
  });

  it('point 5: refuses before anything is sent, and says what there is instead', async () => {
    // @ts-expect-error Paigo finalizes invoices by itself.
    const call = async () => billing.invoices.finalize({ invoiceId: 'i' });
    await expect(call()).rejects.toMatchObject({
      code: 'unsupported',
      details: { alternative: expect.stringContaining('dashboard') },
    });
  });
});
