import { manualClock } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLago } from './provider.ts';
import type { LagoOptions } from './settings.ts';

const KEY = 'key-4242';

/** The base URL that settings and an environment lead to. */
const baseUrl = (options: LagoOptions = {}, environment: Record<string, string> = {}) =>
  createLago({ apiKey: KEY, environment, ...options }).client.baseUrl;

/** The error that settings are refused with. */
function refusal(options: object) {
  try {
    createLago(options as LagoOptions);
  } catch (error) {
    return error as { code: string; message: string; details: { setting?: string } };
  }
  throw new Error('accepted');
}

describe('where Lago is', () => {
  it.each<[string, LagoOptions, Record<string, string>, string]>([
    ['the cloud in the US when nothing is said', {}, {}, 'https://api.getlago.com/api/v1'],
    ['a region', { region: 'eu' }, {}, 'https://api.eu.getlago.com/api/v1'],
    ['an address', { url: 'https://lago.acme.com' }, {}, 'https://lago.acme.com/api/v1'],
    ['a slash at its end', { url: 'https://lago.acme.com/' }, {}, 'https://lago.acme.com/api/v1'],
    [
      '/api/v1 at its end',
      { url: 'https://lago.acme.com/api/v1' },
      {},
      'https://lago.acme.com/api/v1',
    ],
    [
      '/api/v1/ at its end',
      { url: 'https://lago.acme.com/api/v1/' },
      {},
      'https://lago.acme.com/api/v1',
    ],
    [
      'a folder that only begins like /api/v1',
      { url: 'https://lago.acme.com/api/v10' },
      {},
      'https://lago.acme.com/api/v10/api/v1',
    ],
    [
      'a folder and a port',
      { url: 'http://10.0.0.1:3000/billing' },
      {},
      'http://10.0.0.1:3000/billing/api/v1',
    ],
    [
      'the address of the environment',
      {},
      { LAGO_API_URL: 'https://lago.acme.com/api/v1' },
      'https://lago.acme.com/api/v1',
    ],
    [
      'the region of the environment',
      {},
      { LAGO_REGION: 'eu' },
      'https://api.eu.getlago.com/api/v1',
    ],
    [
      'an option rather than the environment',
      { region: 'us' },
      { LAGO_API_URL: 'https://lago.acme.com' },
      'https://api.getlago.com/api/v1',
    ],
    [
      'an address rather than the region of the environment',
      { url: 'https://lago.acme.com' },
      { LAGO_REGION: 'mars' },
      'https://lago.acme.com/api/v1',
    ],
    [
      'nothing of an environment that is blank',
      {},
      { LAGO_API_URL: '', LAGO_REGION: ' ' },
      'https://api.getlago.com/api/v1',
    ],
  ])('takes %s', (_, options, environment, expected) => {
    expect(baseUrl(options, environment)).toBe(expected);
  });

  it.each([
    ['an unknown region', { region: 'mars' }, 'region'],
    ['both at once', { region: 'eu', url: 'https://lago.acme.com' }, 'region'],
    ['the dashboard', { url: 'https://app.getlago.com' }, 'url'],
    ['the dashboard in the EU', { url: 'https://app.eu.getlago.com/acme' }, 'url'],
    ['no scheme', { url: 'lago.acme.com' }, 'url'],
    ['another scheme', { url: 'ftp://lago.acme.com' }, 'url'],
    ['a password', { url: `https://me:${KEY}@lago.acme.com` }, 'url'],
    ['a query', { url: `https://lago.acme.com?key=${KEY}` }, 'url'],
    ['a blank address', { url: ' ' }, 'url'],
    ['a number', { url: 42 }, 'url'],
    ['an endpoint', { url: 'https://lago.acme.com/api/v1/customers' }, 'url'],
    ['/api/v1 twice', { url: 'https://lago.acme.com/api/v1/api/v1' }, 'url'],
  ])('refuses %s, and names the setting', (_, options, setting) => {
    const error = refusal({ apiKey: 'key', environment: {}, ...options });
    expect(error).toMatchObject({ code: 'configuration', details: { setting } });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(KEY);
  });

  it.each([
    [{ LAGO_REGION: 'mars' }, 'LAGO_REGION'],
    [{ LAGO_API_URL: 'https://app.getlago.com' }, 'LAGO_API_URL'],
    [{ LAGO_API_URL: 'https://lago.acme.com', LAGO_REGION: 'eu' }, 'LAGO_REGION'],
  ])('refuses the environment %j, and names the variable', (environment, setting) => {
    expect(refusal({ apiKey: 'key', environment })).toMatchObject({
      code: 'configuration',
      details: { setting },
    });
  });

  it('says which regions there are', () => {
    const allowed = ['us', 'eu'];
    expect(refusal({ apiKey: 'key', environment: {}, region: 'mars' })).toMatchObject({
      details: { setting: 'region', allowed },
    });
    expect(refusal({ apiKey: 'key', environment: { LAGO_REGION: 'mars' } })).toMatchObject({
      details: { setting: 'LAGO_REGION', allowed },
    });
  });
});

describe('the key', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it.each<[string, LagoOptions, Record<string, string>]>([
    ['of the options', { apiKey: KEY }, { LAGO_API_KEY: 'other' }],
    ['of the environment', {}, { LAGO_API_KEY: KEY }],
  ])('%s is sent', async (_, options, environment) => {
    nock('http://lago.test', { reqheaders: { authorization: `Bearer ${KEY}` } })
      .get('/api/v1/anything')
      .reply(200, { ok: true });
    const { client } = createLago({ url: 'http://lago.test', environment, ...options });
    expect(await client.request('GET', '/anything')).toEqual({ ok: true });
  });

  it.each([
    ['missing', {}, 'LAGO_API_KEY'],
    ['blank', { apiKey: ' ' }, 'apiKey'],
    ['blanks around it', { apiKey: ` ${KEY} ` }, 'apiKey'],
    ['a line break in it', { apiKey: `${KEY}\nx: y` }, 'apiKey'],
    ['a number', { apiKey: 4242 }, 'apiKey'],
  ])('is refused: %s', (_, options, setting) => {
    const error = refusal({ environment: {}, ...options });
    expect(error).toMatchObject({ code: 'configuration', details: { setting } });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('4242');
  });
});

describe('settings', () => {
  it.each([
    ['premium', 'yes'],
    ['eventStore', 'mysql'],
    ['usageConcurrency', 0],
    ['usageConcurrency', 1.5],
    ['timeoutMs', -1],
    ['timeoutMs', 2 ** 31],
    ['timeoutMs', '1000'],
    ['maxAttempts', 0],
    ['fetch', 'fetch'],
    ['clock', {}],
    ['clock', null],
    ['environment', 'production'],
  ])('refuse %s: %j', (setting, value) => {
    expect(refusal({ apiKey: 'key', environment: {}, [setting]: value })).toMatchObject({
      code: 'configuration',
      details: { setting },
    });
  });

  it('refuse an unknown one, and name those that there are', () => {
    expect(refusal({ apiKey: 'key', environment: {}, apikey: 'x' })).toMatchObject({
      code: 'configuration',
      details: { setting: 'apikey', allowed: expect.arrayContaining(['apiKey', 'region', 'url']) },
    });
  });

  it.each([[null], ['key'], [42]])('refuse %j in their place', (options) => {
    expect(refusal(options as unknown as object)).toMatchObject({ code: 'configuration' });
  });

  it('take undefined for absent', () => {
    const absent = { region: undefined, premium: undefined, clock: undefined };
    const options = { apiKey: 'key', environment: {}, ...absent } as unknown as LagoOptions;
    expect(createLago(options).client.baseUrl).toBe('https://api.getlago.com/api/v1');
  });

  it('take every one', () => {
    const lago = createLago({
      apiKey: 'key',
      url: 'https://lago.acme.com',
      premium: false,
      eventStore: 'postgres',
      usageConcurrency: 8,
      timeoutMs: 5_000,
      maxAttempts: 2,
      fetch: globalThis.fetch,
      clock: manualClock('2026-01-15T12:00:00Z'),
      environment: {},
    });
    expect(lago.id).toBe('lago');
    expect(lago.limits.usage).toMatchObject({ deduplication: 'id', repeats: 'reported' });
  });
});

describe('the type', () => {
  it('lists what Lago does', () => {
    const lago = createLago({ apiKey: 'key', environment: {} });
    expect(lago.supports('customers.createCheckoutLink')).toBe(true);
    expect(lago.supports('coupons.remove')).toBe(true);
    // @ts-expect-error: there is no such operation.
    expect(lago.customers.merge).toBeUndefined();
  });
});
