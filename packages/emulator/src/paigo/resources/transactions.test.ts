import { describe, expect, it } from 'vitest';
import { CUSTOMER, openPaigo, type PaigoAccountOptions } from '../open-paigo.fixture.ts';

const PATH = '/customers/acme/transactions';

async function openCustomer(options: PaigoAccountOptions = {}) {
  const account = await openPaigo(options);
  await account.call('POST', '/customers', CUSTOMER);
  const move = (transactionAmount: unknown, fields: object = {}) =>
    account.call('POST', PATH, { transactionAmount, ...fields });
  const ledger = async () => (await account.call('GET', PATH)).body.data;
  const balance = async () =>
    (await account.call('GET', '/customers/acme')).body.data[0].creditBalance;
  return { ...account, move, ledger, balance };
}

describe('transactions', () => {
  it('point 3: answer neither an id nor a balance', async () => {
    const { move } = await openCustomer();
    const { status, body } = await move('20.00');
    expect(status).toBe(201);
    expect(body).toEqual({ message: expect.any(String) });
  });

  it('point 11: are texts on the way in, numbers in the ledger, and a text as balance', async () => {
    const { move, ledger, balance } = await openCustomer();
    await move('20.50', { metadata: { key: 'a' } });
    await move('-0.25', { timestamp: '2026-03-01T00:00:00Z' });
    expect(await ledger()).toEqual([
      { transactionAmount: 20.5, timestamp: '2026-03-10T00:00:00.000Z', metadata: { key: 'a' } },
      { transactionAmount: -0.25, timestamp: '2026-03-01T00:00:00.000Z', metadata: {} },
    ]);
    expect(await balance()).toBe('20.25');
  });

  it.each([20, '1e3', 'ten', '1000000000.01', '-1000000000.01', null, undefined])(
    'refuse %j',
    async (amount) => {
      const { move, ledger } = await openCustomer();
      expect((await move(amount)).status).toBe(400);
      expect(await ledger()).toEqual([]);
    },
  );

  it('take amounts up to their bounds', async () => {
    const { move, balance } = await openCustomer();
    expect((await move('1000000000')).status).toBe(201);
    expect(await balance()).toBe('1000000000');
    expect((await move('-1000000000')).status).toBe(201);
    expect(await balance()).toBe('0');
  });

  it('never take the balance below zero', async () => {
    const { move, balance } = await openCustomer();
    await move('10');
    expect((await move('-10.01')).status).toBe(400);
    expect(await balance()).toBe('10');
  });

  it('are of customers that are there', async () => {
    const { call } = await openPaigo();
    expect((await call('GET', '/customers/nobody/transactions')).status).toBe(404);
    const body = { transactionAmount: '1' };
    expect((await call('POST', '/customers/nobody/transactions', body)).status).toBe(404);
  });

  it('can be read at once', async () => {
    const { move, ledger } = await openCustomer({ reads: 'immediate' });
    await move('5');
    expect(await ledger()).toHaveLength(1);
  });

  it('can be read later only, by the switch, and still bound what can be spent', async () => {
    const { move, ledger, balance, state } = await openCustomer({ reads: 'delayed' });
    await move('5');
    expect(await ledger()).toEqual([]);
    expect(await balance()).toBe('0');
    expect((await move('-5')).status).toBe(201);
    expect((await move('-1')).status).toBe(400);
    await state.runJobs();
    expect(await ledger()).toHaveLength(2);
  });

  it.each([
    ['list', []],
    ['null', null],
  ] as const)('are %s where there are none', async (emptyData, expected) => {
    const { ledger } = await openCustomer({ emptyData });
    expect(await ledger()).toEqual(expected);
  });
});
