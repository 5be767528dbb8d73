import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT_ONCE, giveToken, MISSING, paigoHost, paigoProvider } from './paigo-host.fixture.ts';

beforeEach(() => {
  nock.disableNetConnect();
  giveToken();
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('client.request', () => {
  it('reaches what the contract does not have', async () => {
    const body = { freeTrialEndDate: '2030-01-01T00:00:00Z' };
    paigoHost().put('/customers/acme/freeTrial', body).reply(200, { message: 'ok' });
    const reply = await paigoProvider().client.request('PUT', '/customers/acme/freeTrial', {
      body,
    });
    expect(reply).toEqual({ message: 'ok' });
  });

  it('point 23: deletes webhooks with their environment, and lists them without an envelope', async () => {
    const list = [{ id: 'w', hookUrl: 'https://a.test', webhookType: 'INVOICE_PAID' }];
    paigoHost().get('/webhooks').reply(200, list);
    paigoHost().delete('/webhooks/w?environment=sandbox').reply(200, { id: 'w', webhookId: 'w' });
    const { client } = paigoProvider();
    expect(await client.request('GET', '/webhooks')).toEqual(list);
    const query = { environment: 'sandbox' };
    expect(await client.request('DELETE', '/webhooks/w', { query })).toMatchObject({ id: 'w' });
  });

  it('point 7: sends a write once, and passes the look-up on', async () => {
    paigoHost().post('/customers/acme/refunds').reply(502, '', AT_ONCE);
    const lookup = 'Look for the refund among those of the customer.';
    const body = { refundChannelOptions: { paymentIntentId: 'pi' } };
    const request = paigoProvider().client.request('POST', '/customers/acme/refunds', {
      body,
      lookup,
    });
    await expect(request).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup },
      provider: 'paigo',
    });
  });

  it('point 20: brings the refusal of refunds for customers who pay outside', async () => {
    paigoHost().post('/customers/acme/refunds').reply(400, { message: 'Manual customers.' });
    const request = paigoProvider().client.request('POST', '/customers/acme/refunds', { body: {} });
    await expect(request).rejects.toMatchObject({
      code: 'rejected',
      message: 'paigo refused it (400): Manual customers.',
    });
  });

  it.each([
    '/webhooks/subscribe',
    '/measurements',
    '/settings/profile',
    '/%77ebhooks/subscribe',
    '/Webhooks/subscribe',
    '/%4DEASUREMENTS',
    '/settings;v=1/profile',
  ])('point 28: brings none of the words about what holds keys and passwords: %s', async (path) => {
    const body = { securityKey: 'hook-secret', password: 'kafka-secret' };
    paigoHost()
      .post(path)
      .reply(400, { message: [`securityKey hook-secret is bad`, 'kafka-secret'] });
    const error = await paigoProvider()
      .client.request('POST', path, { body })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'rejected', status: 400 });
    expect(String(error) + JSON.stringify(error)).not.toContain('secret');
  });

  it('brings what is not there as not_found', async () => {
    paigoHost().get('/measurements/m').reply(404, MISSING);
    await expect(paigoProvider().client.request('GET', '/measurements/m')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each(['customers', '/customers/../settings', '/customers?a=b', 'https://evil.test/'])(
    'refuses a path that leads elsewhere: %s',
    async (path) => {
      nock.cleanAll();
      await expect(paigoProvider().client.request('GET', path)).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );
});
