import { describe, expect, it } from 'vitest';
import { openPaigo } from '../open-paigo.fixture.ts';
import { WEBHOOK_TYPES } from '../webhooks/webhook-subscriptions.ts';

const HOOK = { hookUrl: 'https://hooks.test/a', webhookType: 'INVOICE_CREATED' };
const UNKNOWN = '00000000-5a16-4000-8000-000000000000';

describe('webhooks', () => {
  it('point 23: answer webhookId when they are made, and id when they are read', async () => {
    const { call } = await openPaigo();
    const made = await call('POST', '/webhooks/subscribe', { ...HOOK, securityKey: 'key' });
    expect(made.status).toBe(201);
    const { webhookId } = made.body;
    expect(made.body).toEqual({
      message: expect.any(String),
      webhookId: expect.any(String),
      id: webhookId,
      environment: 'production',
    });
    const read = { id: webhookId, ...HOOK, securityKey: 'key' };
    expect((await call('GET', '/webhooks')).body).toEqual([read]);
    expect((await call('GET', `/webhooks/${webhookId}`)).body).toEqual(read);
  });

  it('are of every documented type', async () => {
    const { call } = await openPaigo();
    for (const webhookType of WEBHOOK_TYPES) {
      const { status } = await call('POST', '/webhooks/subscribe', { ...HOOK, webhookType });
      expect(status).toBe(201);
    }
    expect((await call('GET', '/webhooks')).body).toHaveLength(WEBHOOK_TYPES.length);
  });

  it.each([
    { hookUrl: undefined },
    { hookUrl: 'hooks.test/a' },
    { hookUrl: 'ftp://hooks.test/a' },
    { webhookType: undefined },
    { webhookType: 'invoice.created' },
    { environment: 'test' },
    { offeringId: UNKNOWN },
    { name: 'mine' },
  ])('are refused with %j', async (fields) => {
    const { call } = await openPaigo();
    const { status } = await call('POST', '/webhooks/subscribe', { ...HOOK, ...fields });
    expect(status).toBe(400);
    expect((await call('GET', '/webhooks')).body).toEqual([]);
  });

  it('point 23: are deleted only in the environment that is named', async () => {
    const { call } = await openPaigo();
    const { body } = await call('POST', '/webhooks/subscribe', { ...HOOK, environment: 'sandbox' });
    const path = `/webhooks/${body.webhookId}`;
    expect((await call('DELETE', path)).status).toBe(400);
    expect((await call('DELETE', `${path}?environment=elsewhere`)).status).toBe(400);
    expect((await call('DELETE', `${path}?environment=production`)).status).toBe(404);
    const deleted = await call('DELETE', `${path}?environment=sandbox`);
    expect(deleted).toMatchObject({
      status: 200,
      body: { id: body.webhookId, webhookId: body.webhookId, environment: 'sandbox' },
    });
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', `${path}?environment=sandbox`)).status).toBe(404);
  });

  it.each([
    ['another', 2],
    ['same', 1],
  ] as const)('made twice are %s', async (sameWebhook, count) => {
    const { call } = await openPaigo({ sameWebhook });
    const first = await call('POST', '/webhooks/subscribe', HOOK);
    const second = await call('POST', '/webhooks/subscribe', { ...HOOK, securityKey: 'new' });
    const { body } = await call('GET', '/webhooks');
    expect(body).toHaveLength(count);
    expect(body.at(-1)).toMatchObject({ id: second.body.webhookId, securityKey: 'new' });
    expect(first.body.webhookId === second.body.webhookId).toBe(sameWebhook === 'same');
  });

  it('at other addresses or of other types are others, also by the switch', async () => {
    const { call } = await openPaigo({ sameWebhook: 'same' });
    for (const fields of [
      {},
      { hookUrl: 'https://hooks.test/b' },
      { webhookType: 'ENTITLEMENT' },
    ]) {
      await call('POST', '/webhooks/subscribe', { ...HOOK, ...fields });
    }
    expect((await call('GET', '/webhooks')).body).toHaveLength(3);
  });
});

describe('samples of webhooks', () => {
  it('look like what is sent', async () => {
    const { call } = await openPaigo();
    expect((await call('GET', '/webhooks/invoice?status=Open')).body).toEqual([
      {
        invoiceId: expect.any(String),
        message: 'Generated invoice',
        customerId: expect.any(String),
      },
    ]);
    expect((await call('GET', '/webhooks/customer')).body).toMatchObject([
      { offeringId: null, invoices: null, children: [], customerVatId: '' },
    ]);
    expect((await call('GET', '/webhooks/entitlement')).body).toMatchObject([
      { eventType: 'usageEntitlementLimitReached', webhookType: 'ENTITLEMENT' },
    ]);
    expect((await call('GET', '/webhooks/test')).status).toBe(200);
  });

  it('of invoices need a status', async () => {
    const { call } = await openPaigo();
    expect((await call('GET', '/webhooks/invoice')).status).toBe(400);
  });
});
