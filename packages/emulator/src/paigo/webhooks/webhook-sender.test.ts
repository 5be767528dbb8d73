import { describe, expect, it } from 'vitest';
import { openReceiver, type Received } from '../../machinery/receiver.fixture.ts';
import { payInvoice, releaseInvoice } from '../invoices/invoice-actions.ts';
import { CUSTOMER, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';
import type { WebhookType } from './webhook-subscriptions.ts';

const INVOICE = { customerId: 'acme', items: [{ name: 'Setup', quantity: 1, unitCost: 100 }] };

const bodyOf = ({ body }: Received): unknown => JSON.parse(body);

/** An account of which a receiver is told. */
async function listen(
  webhookType: WebhookType,
  fields: object = {},
  options: PaigoAccountOptions = {},
) {
  const account = await openPaigo(options);
  const receiver = await openReceiver();
  const hook = { hookUrl: receiver.url, webhookType, ...fields };
  const { body } = await account.call('POST', '/webhooks/subscribe', hook);
  return { ...account, receiver, webhookId: body.webhookId as string };
}

describe('a webhook', () => {
  // facts/paigo.md §3.10
  it('of a new invoice says its id, a text and its customer, and nothing else', async () => {
    const { call, state, receiver } = await listen('INVOICE_CREATED');
    await call('POST', '/customers', CUSTOMER);
    const { body } = await call('POST', '/invoices', INVOICE);
    expect(receiver.received).toEqual([]);
    await state.runJobs();
    expect(receiver.received.map(bodyOf)).toEqual([
      { invoiceId: body.invoiceId, message: 'Generated invoice', customerId: 'acme' },
    ]);
  });

  it('of a new customer is the customer, with null and empty things', async () => {
    const { call, state, receiver } = await listen('CUSTOMER_CREATED');
    await call('POST', '/customers', CUSTOMER);
    await state.runJobs();
    expect(receiver.received.map(bodyOf)).toMatchObject([
      {
        customerId: 'acme',
        email: CUSTOMER.email,
        offeringId: null,
        invoices: null,
        children: [],
        paymentChannelOptions: { stripeCustomerId: '' },
        customerVatId: '',
      },
    ]);
  });

  it('of a changed customer holds it as it was then', async () => {
    const { call, state, receiver } = await listen('CUSTOMER_UPDATED');
    await call('POST', '/customers', CUSTOMER);
    for (const customerName of ['Before', 'After']) {
      await call('PUT', '/customers/acme', { customerName });
    }
    await state.runJobs();
    expect(receiver.received.map(bodyOf)).toMatchObject([
      { customerName: 'Before' },
      { customerName: 'After' },
    ]);
  });

  it.each([
    ['INVOICE_SENT', releaseInvoice],
    ['INVOICE_PAID', payInvoice],
  ] as const)('%s comes when that happens', async (webhookType, act) => {
    const { call, state, receiver } = await listen(webhookType, {}, { invoiceApproval: 'manual' });
    await call('POST', '/customers', CUSTOMER);
    const { body } = await call('POST', '/invoices', INVOICE);
    if (act === payInvoice) releaseInvoice(state, body.invoiceId);
    await state.runJobs();
    expect(receiver.received).toEqual([]);
    act(state, body.invoiceId);
    await state.runJobs();
    expect(receiver.received.map(bodyOf)).toMatchObject([{ invoiceId: body.invoiceId }]);
  });

  it('brings the key in a header, as it is', async () => {
    const { call, state, receiver } = await listen('CUSTOMER_CREATED', { securityKey: 'k 1/=' });
    await call('POST', '/customers', CUSTOMER);
    await state.runJobs();
    const [received] = receiver.received;
    expect(received?.headers['x-paigo-security']).toBe('k 1/=');
    expect(received?.headers['content-type']).toBe('application/json');
  });

  it('has no such header without a key', async () => {
    const { call, state, receiver } = await listen('CUSTOMER_CREATED');
    await call('POST', '/customers', CUSTOMER);
    await state.runJobs();
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-paigo-security');
  });

  it('comes twice with the fault duplicate_webhook, and once afterwards', async () => {
    const { call, state, receiver } = await listen('CUSTOMER_CREATED');
    state.faults.add({ kind: 'duplicate_webhook' });
    for (const customerId of ['a', 'b']) {
      await call('POST', '/customers', { ...CUSTOMER, customerId });
    }
    await state.runJobs();
    expect(receiver.received.map(bodyOf)).toMatchObject([
      { customerId: 'a' },
      { customerId: 'a' },
      { customerId: 'b' },
    ]);
  });

  it('does not come where nobody asked, nor once the subscription is gone', async () => {
    const { call, state, receiver, webhookId } = await listen('CUSTOMER_CREATED');
    await call('POST', '/customers', CUSTOMER);
    await call('PUT', '/customers/acme', { customerName: 'Other' });
    await call('DELETE', `/webhooks/${webhookId}?environment=production`);
    await state.runJobs();
    expect(receiver.received).toEqual([]);
  });

  it('is tried once, and what came of it can be read', async () => {
    const { call, state } = await openPaigo();
    const receiver = await openReceiver([500]);
    const hook = { hookUrl: receiver.url, webhookType: 'CUSTOMER_CREATED' };
    await call('POST', '/webhooks/subscribe', hook);
    await call('POST', '/webhooks/subscribe', { ...hook, hookUrl: 'http://127.0.0.1:1/' });
    await call('POST', '/customers', CUSTOMER);
    await state.settle();
    expect(receiver.received).toHaveLength(1);
    expect(state.webhooks.deliveries).toMatchObject([
      { webhookType: 'CUSTOMER_CREATED', answers: [500] },
      { webhookType: 'CUSTOMER_CREATED', answers: [expect.any(String)] },
    ]);
  });
});
