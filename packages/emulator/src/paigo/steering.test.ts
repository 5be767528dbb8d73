import { describe, expect, it } from 'vitest';
import { CUSTOMER, openPaigo, START } from './open-paigo.fixture.ts';
import { AUDIENCE } from './tokens.ts';

/** An account with an invoice of 10 that waits for people. */
async function openDraft() {
  const account = await openPaigo({ invoiceApproval: 'manual' });
  await account.call('POST', '/customers', { ...CUSTOMER, currency: 'USD' });
  const items = [{ name: 'Work', quantity: 1, unitCost: 10 }];
  await account.call('POST', '/invoices', { customerId: 'acme', items });
  const [invoiceId = ''] = account.state.invoices.keys();
  return { ...account, invoiceId };
}

describe('GET /emulator', () => {
  it('tells how things are, without a token', async () => {
    const { send, state } = await openPaigo({ reads: 'delayed' });
    state.jobs.add('some work', () => undefined);
    const { status, body } = await send('/emulator');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      provider: 'paigo',
      api_base: state.url,
      token_url: `${state.url}/oauth/token`,
      audience: AUDIENCE,
      now: '2026-03-10T00:00:00.000Z',
      switches: { reads: 'delayed', put: 'merge', rateLimits: false },
      jobs: ['some work'],
      job_errors: [],
      faults: [],
      webhooks: [],
    });
  });

  it('shows the webhooks that were sent, and no key of theirs', async () => {
    const { send, call } = await openPaigo();
    const hookUrl = 'http://127.0.0.1:9/hook';
    const hook = { hookUrl, webhookType: 'CUSTOMER_CREATED', securityKey: 'hush' };
    await call('POST', '/webhooks/subscribe', hook);
    await call('POST', '/customers', CUSTOMER);
    const { body, text } = await send('/emulator');
    expect(body.webhooks).toEqual([
      { webhook_type: 'CUSTOMER_CREATED', webhook_url: hookUrl, answers: [] },
    ]);
    expect(text).not.toContain('hush');
  });
});

describe('POST /emulator/clock', () => {
  it('moves time, and the months that end are billed', async () => {
    const { post, call, state } = await openPaigo();
    await call('POST', '/customers', { ...CUSTOMER, currency: 'USD' });
    const price = { offeringType: 'subscription', subscriptionPrice: 20 };
    const offering = { offeringName: 'Plan', billingCycle: 'monthly', currency: 'USD', ...price };
    const { offeringId } = (await call('POST', '/offerings', offering)).body;
    await call('PUT', '/customers/acme/enrollment', { offeringId, removePriorOffering: false });
    const before = state.invoices.size;
    expect((await post('/emulator/clock', { advance_by: 'P2M' })).body).toEqual({
      now: '2026-05-10T00:00:00.000Z',
    });
    expect(state.invoices.size - before).toBe(2);
  });

  it.each([
    { advance_to: '9999-12-31T00:00:00Z' },
    { advance_to: '9990-01-01T00:00:00Z' },
    { advance_by: 'P7964Y' },
    { advance_by: 'P99999999Y' },
  ])('refuses a moment that leaves no room for periods, and moves nothing: %j', async (move) => {
    const { post, call, state } = await openPaigo();
    await call('POST', '/customers', CUSTOMER);
    const { status, body } = await post('/emulator/clock', move);
    expect(status).toBe(422);
    expect(body.message).toMatch(/^advance_(to|by): .*9989/);
    expect(state.now()).toBe(new Date(START).toISOString());
    expect((await call('GET', '/customers/acme')).status).toBe(200);
  });

  it('never goes back', async () => {
    const { post, state } = await openPaigo();
    const { status } = await post('/emulator/clock', { advance_to: '2026-03-09T23:59:59Z' });
    expect(status).toBe(422);
    expect(state.now()).toBe(new Date(START).toISOString());
  });
});

describe('POST /emulator/switches', () => {
  it('changes some, and nothing when one is wrong', async () => {
    const { post, state } = await openPaigo();
    expect((await post('/emulator/switches', { put: 'replace' })).body.switches).toMatchObject({
      put: 'replace',
      reads: 'immediate',
    });
    const { status, body } = await post('/emulator/switches', { put: 'merge', reads: 'late' });
    expect(status).toBe(422);
    expect(body.message).toMatch(/^reads: Write "immediate" or "delayed"/);
    expect(state.switches.put).toBe('replace');
  });
});

describe('POST /emulator/jobs', () => {
  it('makes readable what was written', async () => {
    const { post, call } = await openPaigo({ reads: 'delayed' });
    await call('POST', '/customers', CUSTOMER);
    await call('POST', '/customers/acme/transactions', { transactionAmount: '5' });
    const balance = async () => (await call('GET', '/customers/acme')).body.data[0].creditBalance;
    expect(await balance()).toBe('0');
    expect((await post('/emulator/jobs', {})).body).toMatchObject({ job_errors: [] });
    expect(await balance()).toBe('5');
  });
});

describe('POST /emulator/faults', () => {
  it('puts a fault in force until it is taken away', async () => {
    const { post, call, send } = await openPaigo();
    await post('/emulator/faults', { kind: 'status', status: 500, times: 0 });
    expect((await call('GET', '/customers')).status).toBe(500);
    await send('/emulator/faults', { method: 'DELETE' });
    expect((await call('GET', '/customers')).status).toBe(200);
  });
});

describe('DELETE /emulator/tokens', () => {
  it('ends every token, and new ones are good', async () => {
    const { send, state } = await openPaigo();
    const statusWith = async (token: string) =>
      (await send('/customers', { headers: { authorization: `Bearer ${token}` } })).status;
    const token = state.tokens.issue();
    expect(await statusWith(token)).toBe(200);
    await send('/emulator/tokens', { method: 'DELETE' });
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith(state.tokens.issue())).toBe(200);
  });
});

describe('POST /emulator/invoices/{id}/{action}', () => {
  it('does what people do on the dashboard', async () => {
    const { post, invoiceId, state } = await openDraft();
    const act = async (action: string) =>
      (await post(`/emulator/invoices/${invoiceId}/${action}`, {})).body.status;
    expect(state.invoices.get(invoiceId)?.invoiceStatus).toBe('Draft');
    expect(await act('release')).toBe('Open');
    expect(await act('void')).toBe('Voided');
    expect(await act('revive')).toBe('Open');
    expect(await act('fail_payment')).toBe('Open');
    expect(await act('pay')).toBe('Paid');
  });

  it.each([
    ['pay', /Draft/],
    ['burn', /There is no action burn; there are pay, release/],
    ['toString', /There is no action/],
  ])('refuses to %s a draft', async (action, message) => {
    const { post, invoiceId, state } = await openDraft();
    const { status, body } = await post(`/emulator/invoices/${invoiceId}/${action}`, {});
    expect(status).toBe(422);
    expect(body.message).toMatch(message);
    expect(state.invoices.get(invoiceId)?.invoiceStatus).toBe('Draft');
  });

  it('refuses an invoice that is not there', async () => {
    const { post } = await openDraft();
    expect((await post('/emulator/invoices/x/pay', {})).status).toBe(422);
  });
});
