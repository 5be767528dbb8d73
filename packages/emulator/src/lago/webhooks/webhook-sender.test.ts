import { createHmac } from 'node:crypto';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { openReceiver, type Received, type Receiver } from '../../machinery/receiver.fixture.ts';
import { type Account, openAccount } from '../open-account.fixture.ts';

const listen = (account: Account, { url }: Pick<Receiver, 'url'>, fields: Fields = {}) =>
  account.one('POST', '/webhook_endpoints', { webhook_endpoint: { webhook_url: url, ...fields } });

const makeCustomer = (account: Account, name = 'Acme') =>
  account.one('POST', '/customers', { customer: { external_id: 'acme', name } });

/** One customer is made, which the receiver is told. */
async function tell(receiver: Receiver, fields: Fields = {}, name?: string): Promise<Account> {
  const account = openAccount();
  await listen(account, receiver, fields);
  await makeCustomer(account, name);
  await account.state.runJobs();
  return account;
}

const bodyOf = ({ body }: Received): Fields => JSON.parse(body);

const keyOf = ({ headers }: Received) => headers['x-lago-unique-key'];

/** The only request that was received. */
function only({ received }: Receiver): Received {
  const [first] = received;
  if (first === undefined || received.length > 1) throw new Error(`${received.length} requests`);
  return first;
}

describe('a webhook', () => {
  it('tells what happened to what, in whose account, later', async () => {
    const account = openAccount();
    const receiver = await openReceiver();
    await listen(account, receiver);
    const customer = await makeCustomer(account);
    expect(receiver.received).toEqual([]);
    await account.state.runJobs();
    expect(bodyOf(only(receiver))).toEqual({
      webhook_type: 'customer.created',
      object_type: 'customer',
      organization_id: account.state.organizationId,
      customer,
    });
    expect(only(receiver).headers['content-type']).toBe('application/json');
  });

  it('holds things as they were when it was put on its way', async () => {
    const account = openAccount();
    const receiver = await openReceiver();
    await listen(account, receiver);
    await makeCustomer(account, 'Before');
    await makeCustomer(account, 'After');
    await account.state.runJobs();
    expect(receiver.received.map(bodyOf)).toMatchObject([
      { webhook_type: 'customer.created', customer: { name: 'Before' } },
      { webhook_type: 'customer.updated', customer: { name: 'After' } },
    ]);
  });

  it('trap 20: is signed by RS256 over the very bytes, with two claims and no expiry', async () => {
    const receiver = await openReceiver();
    const account = await tell(receiver, {}, 'Q&A <b>');
    const { body, headers } = only(receiver);
    expect(body).toContain('Q\\u0026A \\u003cb\\u003e');
    expect(headers['x-lago-signature-algorithm']).toBe('jwt');
    const answer = await account.one('GET', '/webhooks/json_public_key');
    const pem = Buffer.from(String(answer.public_key), 'base64').toString();
    const token = String(headers['x-lago-signature']);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256' });
    const { payload } = await jwtVerify(token, await importSPKI(pem, 'RS256'));
    expect(payload).toEqual({ data: body, iss: account.state.url });
  });

  it('trap 20: is signed by HMAC where the endpoint says so', async () => {
    const receiver = await openReceiver();
    const account = await tell(receiver, { signature_algo: 'hmac' });
    const { body, headers } = only(receiver);
    const { hmac_key: key } = (await account.send('/emulator')).body;
    const expected = createHmac('sha256', String(key)).update(body).digest('base64');
    expect(headers['x-lago-signature-algorithm']).toBe('hmac');
    expect(headers['x-lago-signature']).toBe(expected);
  });
});

describe('trap 20: delivery', () => {
  it.each([200, 201, 202, 204])('takes %i for received', async (status) => {
    const receiver = await openReceiver([status]);
    const account = await tell(receiver);
    expect(receiver.received).toHaveLength(1);
    expect(account.state.webhooks.deliveries).toMatchObject([{ status: 'succeeded' }]);
  });

  it.each([203, 301, 400, 500])('tries three times where it gets %i', async (status) => {
    const receiver = await openReceiver([status]);
    const account = await tell(receiver);
    expect(receiver.received).toHaveLength(3);
    expect(account.state.webhooks.deliveries).toMatchObject([
      { status: 'failed', answers: [status, status, status] },
    ]);
    // What a receiver does is no failure of the emulator.
    expect(account.state.jobErrors).toEqual([]);
  });

  it('ends with the attempt that is received, each under the same key and signature', async () => {
    const receiver = await openReceiver([500, 200]);
    await tell(receiver, { signature_algo: 'hmac' });
    expect(receiver.received).toHaveLength(2);
    const [first, second] = receiver.received as [Received, Received];
    expect(keyOf(first)).toMatch(/^[\da-f-]{36}$/);
    for (const name of ['x-lago-unique-key', 'x-lago-signature'] as const) {
      expect(second.headers[name]).toBe(first.headers[name]);
    }
    expect(second.body).toBe(first.body);
  });

  it('has another key for each endpoint', async () => {
    const account = openAccount();
    const [one, other] = [await openReceiver(), await openReceiver()];
    await listen(account, one);
    await listen(account, other);
    await makeCustomer(account);
    await account.state.runJobs();
    expect(only(one).body).toBe(only(other).body);
    expect(keyOf(only(one))).not.toBe(keyOf(only(other)));
  });

  it('tries again where nobody listens', async () => {
    const account = openAccount({ webhookWaitsMs: [1] });
    // Port 9 discards, where anything listens at all; clients refuse to send to it.
    await listen(account, { url: 'http://127.0.0.1:9/' });
    await makeCustomer(account);
    await account.state.runJobs();
    expect(account.state.webhooks.deliveries).toMatchObject([
      { status: 'failed', answers: [expect.any(String), expect.any(String)] },
    ]);
  });

  it('holds up no other work while a receiver does not answer', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const account = openAccount();
    await listen(account, await openReceiver([200], () => answered));
    await makeCustomer(account);
    const delivering = account.state.webhooks.queue.runAll();
    let isDone = false;
    account.state.jobs.add('other work', () => {
      isDone = true;
    });
    await account.state.jobs.runAll();
    expect(isDone).toBe(true);
    answer();
    await delivering;
  });

  it('sends one twice on demand, under the same key', async () => {
    const account = openAccount();
    const receiver = await openReceiver();
    await listen(account, receiver);
    account.state.faults.add({ kind: 'duplicate_webhook' });
    await makeCustomer(account);
    await makeCustomer(account);
    await account.state.runJobs();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(keyOf)).size).toBe(2);
  });

  it('chooses by the names of events; * is all, an empty list none', async () => {
    const account = openAccount();
    const [some, all, none] = [await openReceiver(), await openReceiver(), await openReceiver()];
    await listen(account, some, { event_types: ['customer.updated'] });
    await listen(account, all, { event_types: ['*'] });
    await listen(account, none, { event_types: [] });
    await makeCustomer(account);
    await makeCustomer(account);
    await account.state.runJobs();
    expect([some, all, none].map(({ received }) => received.length)).toEqual([1, 2, 0]);
  });

  it('never brings a refund that failed to an endpoint that chose it by name', async () => {
    const account = openAccount();
    const [named, all] = [await openReceiver(), await openReceiver()];
    await listen(account, named, { event_types: ['credit_note.provider_refund_failure'] });
    await listen(account, all);
    const type = 'credit_note_payment_provider_refund_error';
    account.state.webhooks.send('credit_note.refund_failure', type, {});
    await account.state.runJobs();
    expect([named, all].map(({ received }) => received.length)).toEqual([0, 1]);
  });

  it('stops where the endpoint is deleted', async () => {
    const account = openAccount();
    const receiver = await openReceiver();
    const { lago_id } = await listen(account, receiver);
    await makeCustomer(account);
    await account.one('DELETE', `/webhook_endpoints/${lago_id}`);
    await account.state.runJobs();
    expect(receiver.received).toEqual([]);
  });
});
