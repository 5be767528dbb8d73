import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { connect } from '../connection.ts';
import { paigoCustomer } from './paigo-customer.fixture.ts';
import { saveCustomer } from './save-customer.ts';

type Fields = Record<string, unknown>;

interface Account {
  customer: Fields;
  readonly puts: Fields[];
  readonly send: typeof globalThis.fetch;
}

/** Metadata after a change: null takes a name away. */
function changed(before: unknown, change: unknown): Fields {
  const all = { ...(before as Fields), ...(change as Fields) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** An account with one customer, that takes a PUT for a change, or for the whole customer. */
function account(put: 'merge' | 'replace', customer: Fields): Account {
  const { customerId, customerName, email, paymentChannel, paymentChannelOptions } = customer;
  const required = { customerId, customerName, email, paymentChannel, paymentChannelOptions };
  const state: Account = {
    customer,
    puts: [],
    async send(url, init) {
      const json = (body: unknown) => Response.json(body);
      const request = new Request(url, init);
      if (request.url.endsWith('/oauth/token')) return json({ access_token: 'token-4242' });
      if (request.method === 'GET') return json({ data: [structuredClone(state.customer)] });
      const body = (await request.json()) as Fields;
      state.puts.push(body);
      const before = put === 'merge' ? state.customer : { ...required, metadata: {} };
      const metadata = changed(before.metadata, body.metadata);
      state.customer = { ...before, ...body, metadata };
      return json({ message: 'ok' });
    },
  };
  return state;
}

const connected = ({ send }: Account) =>
  connect({
    url: 'http://paigo.test',
    tokenUrl: 'http://auth.test/oauth/token',
    audience: 'audience',
    clientId: 'client-id',
    clientSecret: 'secret',
    paymentChannel: 'manual',
    usageConcurrency: 1,
    clock: manualClock('2026-01-15T12:00:00Z'),
    fetch: send,
    timeoutMs: undefined,
    maxAttempts: 1,
    maxReplyBytes: 1_000_000,
  });

const named = (name: string) => ({ metadata: { [name]: name } });
const names = ['a', 'b', 'c', 'd', 'e'];

describe('saveCustomer', () => {
  it.each(['merge', 'replace'] as const)(
    'loses none of several changes at a time, where a PUT means to %s',
    async (put) => {
      const before = { taxExempt: 'exempt', currency: 'EUR', ...paigoCustomer() };
      const state = account(put, before);
      const paigo = connected(state);
      await Promise.all(
        names.map((name) => saveCustomer(paigo, 'acme', () => named(name), undefined)),
      );
      expect(state.customer).toMatchObject({ taxExempt: 'exempt', currency: 'EUR' });
      expect(state.customer.metadata).toEqual({
        ...paigoCustomer().metadata,
        ...Object.fromEntries(names.map((name) => [name, name])),
      });
    },
  );

  it('sees a PUT that replaces also where what Stripe knows of the customer stays', async () => {
    const paymentChannelOptions = { stripeCustomerId: 'cus_1' };
    const before = paigoCustomer({
      paymentChannel: 'Stripe',
      currency: 'USD',
      paymentChannelOptions,
    });
    const state = account('replace', { ...before });
    const changes = () => ({ customerName: 'Other' });
    const saved = await saveCustomer(connected(state), 'acme', changes, undefined);
    const { currency, metadata } = before;
    const kept = { currency, metadata, paymentChannelOptions, customerName: 'Other' };
    expect(saved).toMatchObject(kept);
  });

  it('sends nothing but the change where a PUT means to merge', async () => {
    const state = account('merge', { ...paigoCustomer() });
    const paigo = connected(state);
    await saveCustomer(paigo, 'acme', () => named('a'), undefined);
    await saveCustomer(paigo, 'acme', () => ({ metadata: { a: null, c: null } }), undefined);
    expect(state.puts).toEqual([named('a'), { metadata: { a: null } }]);
  });

  it('keeps what somebody else wrote between reading and writing', async () => {
    const state = account('merge', { ...paigoCustomer() });
    const other = { ...paigoCustomer().metadata, theirs: 'yes' };
    const saved = await saveCustomer(
      connected(state),
      'acme',
      () => {
        state.customer = { ...state.customer, email: 'b@acme.com', metadata: other };
        return named('a');
      },
      undefined,
    );
    expect(saved).toMatchObject({ email: 'b@acme.com', metadata: { theirs: 'yes', a: 'a' } });
    expect(state.puts).toHaveLength(1);
  });

  it('does not bring back what somebody else took away meanwhile', async () => {
    const before = paigoCustomer({ metadata: { ...paigoCustomer().metadata, theirs: 'yes' } });
    const state = account('merge', { ...before });
    const saved = await saveCustomer(
      connected(state),
      'acme',
      () => {
        state.customer = { ...state.customer, metadata: { ...paigoCustomer().metadata } };
        return named('a');
      },
      undefined,
    );
    expect(saved.metadata).toEqual({ ...paigoCustomer().metadata, a: 'a' });
    expect(state.puts).toHaveLength(1);
  });

  it('brings the mistakes of whoever makes the change, and lets the next one through', async () => {
    const state = account('merge', { ...paigoCustomer() });
    const paigo = connected(state);
    const mistake = new Error('no');
    const failing = saveCustomer(
      paigo,
      'acme',
      () => {
        throw mistake;
      },
      undefined,
    );
    const next = saveCustomer(paigo, 'acme', () => named('a'), undefined);
    await expect(failing).rejects.toBe(mistake);
    expect((await next).metadata).toMatchObject({ a: 'a' });
  });
});
