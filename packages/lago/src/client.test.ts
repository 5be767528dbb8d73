import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT_ONCE, lagoHost, lagoProvider, missing } from './lago-host.fixture.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('client.request', () => {
  it('brings what Lago answers, and writes lists as Lago wants them', async () => {
    lagoHost()
      .get('/api_logs?http_statuses%5B%5D=422&http_statuses%5B%5D=500&per_page=20')
      .reply(200, { api_logs: [] });
    const query = { http_statuses: ['422', '500'], per_page: 20, page: undefined };
    expect(await lagoProvider().client.request('GET', '/api_logs', { query })).toEqual({
      api_logs: [],
    });
  });

  it('sends a body as it is', async () => {
    const body = { add_on: { code: 'setup', name: 'Setup', amount_cents: 100 } };
    lagoHost().post('/add_ons', body).reply(200, body);
    expect(await lagoProvider().client.request('POST', '/add_ons', { body })).toEqual(body);
  });

  it('trap 1: brings undefined for an answer of nothing', async () => {
    lagoHost().delete('/subscriptions/s/alerts').reply(200, '');
    const reply = await lagoProvider().client.request('DELETE', '/subscriptions/s/alerts');
    expect(reply).toBeUndefined();
  });

  it('repeats a read', async () => {
    lagoHost().get('/features').reply(503, '', AT_ONCE);
    lagoHost().get('/features').reply(200, { features: [] });
    expect(await lagoProvider().client.request('GET', '/features')).toEqual({ features: [] });
  });

  it('trap 3: sends a write once, and passes the look-up on', async () => {
    lagoHost().post('/payments').reply(502, '', AT_ONCE);
    const lookup = 'Look for the reference among the payments.';
    await expect(
      lagoProvider().client.request('POST', '/payments', { body: {}, lookup }),
    ).rejects.toMatchObject({ code: 'outcome_unknown', details: { lookup }, provider: 'lago' });
  });

  it('repeats a write that the caller calls safe', async () => {
    lagoHost().put('/features/f').reply(502, '', AT_ONCE);
    lagoHost().put('/features/f').reply(200, { feature: {} });
    const options = { body: {}, repeat: 'safe' } as const;
    expect(await lagoProvider().client.request('PUT', '/features/f', options)).toEqual({
      feature: {},
    });
  });

  it('brings the errors of the provider', async () => {
    lagoHost().get('/features/f').reply(404, missing('feature'));
    const call = lagoProvider().client.request('GET', '/features/f');
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      provider: 'lago',
      details: { resource: 'feature' },
    });
  });

  it('gives up with the signal of the caller', async () => {
    const signal = AbortSignal.abort();
    const call = lagoProvider().client.request('GET', '/features', { signal });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('takes encoded parts as they are', async () => {
    lagoHost().get('/customers/acme%2Ecom%2Feu/payments').reply(200, { payments: [] });
    const path = '/customers/acme%2Ecom%2Feu/payments';
    expect(await lagoProvider().client.request('GET', path)).toEqual({ payments: [] });
  });

  it.each([
    '',
    'api_logs',
    '//evil.test/x',
    'https://evil.test/x',
    '/..',
    '/../../health',
    '/customers/../organizations',
    '/customers/%2e%2E/organizations',
    '/customers/%2E',
    '/customers/',
    '/a//b',
    '/customers?page=1',
    '/customers#x',
    '/cust omers',
    '/cust\nomers',
    '/a\\..\\b',
    '/é',
    '/%zz',
    '/%ff',
    '/api/v1',
    '/api/v1/customers',
    '/%61pi/v1/customers',
    42,
    undefined,
  ])('refuses the path %j before anything is sent', async (path) => {
    const call = lagoProvider().client.request('GET', path as string);
    const error = await call.catch((caught: unknown) => caught);
    expect(BillingError.is(error, 'invalid_input')).toBe(true);
    expect(error).toMatchObject({ provider: 'lago', issues: [{ path: ['path'] }] });
  });

  it('says to leave out /api/v1, and takes what only begins like it', async () => {
    const call = lagoProvider().client.request('GET', '/api/v1/customers');
    await expect(call).rejects.toThrow('Leave out /api/v1');
    lagoHost().get('/api/v10').reply(200, {});
    expect(await lagoProvider().client.request('GET', '/api/v10')).toEqual({});
  });

  it.each<[string, string, unknown]>([
    ['method', 'TRACE', {}],
    ['options', 'GET', null],
    ['options', 'GET', '?page=1'],
    ['body', 'GET', { body: {} }],
    ['body', 'POST', { body: 1n }],
    ['body', 'POST', { body: () => 1 }],
    ['repeat', 'POST', { repeat: 'always' }],
    ['headers', 'POST', { headers: { authorization: 'x' } }],
  ])('refuses a wrong %s of %s %o', async (field, method, options) => {
    const call = lagoProvider().client.request(method as 'GET', '/x', options as object);
    await expect(call).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: [field] }],
    });
  });
});
