import { describe, expect, it } from 'vitest';
import { CUSTOMER, openPaigo } from '../open-paigo.fixture.ts';
import { useDashboard } from '../steering.ts';

/** A Stripe customer with a paid invoice of 40, and how to reach what it paid. */
async function openPaid() {
  const account = await openPaigo();
  const { call, state } = account;
  await call('POST', '/customers', { ...CUSTOMER, paymentChannel: 'Stripe', currency: 'EUR' });
  const items = [{ name: 'Work', quantity: 4, unitCost: 10 }];
  await call('POST', '/invoices', { customerId: 'acme', items });
  const [invoiceId = ''] = state.invoices.keys();
  useDashboard(state, 'pay', invoiceId);
  const get = async (path: string) => (await call('GET', `/customers/acme/${path}`)).body.data;
  const [payment] = await get('payments');
  const refund = (fields: object = {}) =>
    call('POST', '/customers/acme/refunds', {
      refundChannelOptions: { paymentIntentId: payment.paymentIntentsId },
      ...fields,
    });
  return { ...account, invoiceId, get, payment, refund };
}

describe('payments of a Stripe customer', () => {
  it('are told under the odd name that Paigo has for their id', async () => {
    const { payment, invoiceId } = await openPaid();
    expect(payment).toEqual({
      amount: '40',
      paymentIntentsId: expect.stringMatching(/^pi_[\da-f]+$/),
      metadata: { invoiceId },
      currency: 'eur',
      status: 'succeeded',
      charges: [{ chargeId: expect.stringMatching(/^ch_[\da-f]+$/), amount: '40' }],
      created: '2026-03-10T00:00:00.000Z',
    });
  });

  it('can be asked for by invoice', async () => {
    const { get, invoiceId } = await openPaid();
    expect(await get(`payments?invoiceId=${invoiceId}`)).toHaveLength(1);
    expect(await get('payments?invoiceId=other')).toEqual([]);
  });
});

describe('refunds of a Stripe customer', () => {
  it('are of the whole payment where no amount is named', async () => {
    const { refund, get, payment } = await openPaid();
    const { status, body } = await refund();
    expect({ status, body }).toEqual({ status: 201, body: { message: expect.any(String) } });
    expect(await get('refunds')).toEqual([
      {
        amountRefunded: '40',
        amount: '40',
        chargeId: payment.charges[0].chargeId,
        metadata: {},
        currency: 'eur',
        status: 'succeeded',
        created: '2026-03-10T00:00:00.000Z',
      },
    ]);
  });

  it('add up to the payment at most', async () => {
    const { refund, get } = await openPaid();
    const metadata = { purpose: 'Outage' };
    expect((await refund({ amount: '30.5', metadata })).status).toBe(201);
    expect((await refund({ amount: '9.51' })).status).toBe(400);
    expect((await refund()).status).toBe(201);
    expect((await refund()).status).toBe(400);
    expect(await get('refunds')).toMatchObject([
      { amountRefunded: '30.5', metadata },
      { amountRefunded: '9.5' },
    ]);
  });

  it.each([
    [{ amount: 10 }, /amount must be a number string/],
    [{ amount: '0' }, /amount must be greater than 0/],
    [{ reason: 'bored' }, /reason must be one of/],
    [{ refundChannelOptions: {} }, /paymentIntentId should not be empty/],
    [{ refundChannelOptions: { paymentIntentId: 'pi_1' } }, /No such payment_intent/],
  ])('refuse %j', async (fields, message) => {
    const { refund, get } = await openPaid();
    const { status, body } = await refund(fields);
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
    expect(await get('refunds')).toEqual([]);
  });
});

describe('the portal of Stripe', () => {
  it('is another page each time', async () => {
    const { call } = await openPaid();
    const urls = [1, 2].map(async () => {
      const { body } = await call('GET', '/customers/acme/stripePortal');
      return body.portalUrl as string;
    });
    const [first, second] = await Promise.all(urls);
    expect(first).toMatch(/customerId=cus_/);
    expect(second).not.toBe(first);
  });
});

describe('a customer of the manual channel', () => {
  it.each([
    ['GET', 'payments'],
    ['GET', 'refunds'],
    ['POST', 'refunds'],
    ['GET', 'stripePortal'],
  ])('is refused: %s %s', async (method, path) => {
    const { call } = await openPaigo();
    await call('POST', '/customers', CUSTOMER);
    const body = method === 'POST' ? {} : undefined;
    expect((await call(method, `/customers/acme/${path}`, body)).status).toBe(400);
    expect((await call(method, `/customers/nobody/${path}`, body)).status).toBe(404);
  });
});
