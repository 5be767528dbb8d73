import { describe, expect, it } from 'vitest';
import { openPaigo } from '../open-paigo.fixture.ts';

describe('settings of the account', () => {
  it('are read without an envelope, and without the account’s policy', async () => {
    const { call } = await openPaigo();
    const { status, body } = await call('GET', '/settings/profile');
    expect(status).toBe(200);
    expect(body).toEqual({
      businessName: 'Emulated Business',
      sendInvoiceEmail: 'true',
      stripeAccountId: expect.any(String),
    });
  });

  it('answer a change with the policy, in which a secret stands in clear', async () => {
    const { call, paigo } = await openPaigo({ invoiceApproval: 'manual', taxRate: '8.25' });
    const { body } = await call('PUT', '/settings/profile', { city: 'Berlin' });
    expect(body.data).toMatchObject([
      {
        city: 'Berlin',
        businessName: 'Emulated Business',
        accountState: 'sandbox',
        invoiceApproval: 'manual',
        taxCalculationType: 'manual',
        taxRate: '8.25',
        taxJarApiKey: expect.stringMatching(/./),
      },
    ]);
    paigo.change({ data: 'object', invoiceApproval: 'automatic' });
    const again = await call('PUT', '/settings/profile', {});
    expect(again.body.data).toMatchObject({ city: 'Berlin', invoiceApproval: 'automatic' });
  });

  it('lose what a replacing PUT does not name', async () => {
    const { call } = await openPaigo({ put: 'replace' });
    await call('PUT', '/settings/profile', { city: 'Berlin' });
    const { body } = await call('GET', '/settings/profile');
    expect(body).toEqual({ city: 'Berlin', stripeAccountId: expect.any(String) });
  });

  it.each([{ sendInvoiceEmail: true }, { accountState: 'production' }, { city: 1 }])(
    'refuse %j',
    async (fields) => {
      const { call } = await openPaigo();
      expect((await call('PUT', '/settings/profile', fields)).status).toBe(400);
    },
  );

  it('take a logo, if there is one', async () => {
    const { send, state } = await openPaigo();
    const upload = (body: Uint8Array<ArrayBuffer> | null) =>
      send('/settings/invoiceImage', {
        method: 'POST',
        headers: { authorization: `Bearer ${state.tokens.issue()}` },
        body,
      });
    expect((await upload(new Uint8Array([1, 2]))).status).toBe(201);
    expect((await upload(null)).status).toBe(400);
    expect((await upload(new Uint8Array(30 * 1024 * 1024 + 1))).status).toBe(400);
  });
});
