import { describe, expect, it } from 'vitest';
import {
  type Connection,
  type ConnectionOptions,
  connect,
  type Person,
  WAYS,
  type Way,
} from './connections.ts';

/** The eight shapes of a client: every way to reach the server, with and without forms. */
const SHAPES = WAYS.flatMap((way) =>
  [true, false].map((hasForms) => ({
    way,
    hasForms,
    forms: hasForms ? 'forms' : 'no forms',
    // Over HTTP before 2026-07-28 nothing that the client said at first is known later.
    isAsked: hasForms && way !== 'http-2025',
  })),
);
const ASKED = SHAPES.filter(({ isAsked }) => isAsked);
const NOT_ASKED = SHAPES.filter(({ isAsked }) => !isAsked);

const GRANT = { customer: 'acme', kind: 'granted', amount: '50.00', currency: 'USD' };

/** A person who does one thing, and how often. */
function somebody(reply: ReturnType<Person>) {
  const asked = { times: 0 };
  const person: Person = () => {
    asked.times += 1;
    return reply;
  };
  return { person, asked };
}

const YES: ReturnType<Person> = { action: 'accept', content: { approve: true } };

async function withAcme(way: Way, options: ConnectionOptions): Promise<Connection> {
  const connection = await connect(way, options);
  const made = await connection.call('upsert_customer', {
    customerKey: 'acme',
    name: 'Acme',
    currency: 'USD',
  });
  expect(made.isError).toBe(false);
  return connection;
}

/** Balances of the wallets of the customer. */
async function balances({ call }: Connection): Promise<unknown[]> {
  const { facts } = await call('get_credits', { customer: 'acme' });
  const rows = (facts.wallets ?? facts.items ?? []) as Record<string, unknown>[];
  return rows.map(({ balance }) => balance);
}

describe.each(ASKED)('a client on $way with $forms', ({ way }) => {
  it('D2: is asked once, and then it is done', async () => {
    const { person, asked } = somebody(YES);
    const connection = await withAcme(way, { person });
    const { isError } = await connection.call('add_credits', GRANT);
    expect(isError).toBe(false);
    expect(asked.times).toBe(1);
    expect(await balances(connection)).toEqual([expect.stringContaining('50')]);
  });

  it.each([
    ['declined', { action: 'decline' }],
    ['closed', { action: 'cancel' }],
    ['answered with no', { action: 'accept', content: { approve: false } }],
  ] as const)('D5: changes nothing where the form is %s', async (_, reply) => {
    const { person, asked } = somebody(reply);
    const connection = await withAcme(way, { person });
    const { isError, facts } = await connection.call('add_credits', GRANT);
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ changed: 'no' });
    expect(asked.times).toBe(1);
    expect(await balances(connection)).toEqual([]);
  });
});

describe.each(NOT_ASKED)('a client on $way with $forms', ({ way, hasForms }) => {
  it('D4: gets a preview first, and with its token it is done, once', async () => {
    const { person, asked } = somebody(YES);
    const connection = await withAcme(way, hasForms ? { person } : {});
    const preview = await connection.call('add_credits', GRANT);
    expect(preview.facts).toMatchObject({ changed: 'no', confirm_token: expect.any(String) });
    expect(await balances(connection)).toEqual([]);

    const { confirm_token } = preview.facts;
    const other = { ...GRANT, amount: '51.00', confirm_token };
    expect((await connection.call('add_credits', other)).isError).toBe(true);
    const done = await connection.call('add_credits', { ...GRANT, confirm_token });
    const again = await connection.call('add_credits', { ...GRANT, confirm_token });
    expect(asked.times).toBe(0);
    expect([done.isError, again.isError]).toEqual([false, true]);
    expect(await balances(connection)).toEqual([expect.stringContaining('50')]);
  });

  it('D4: never makes it for confirm: true alone', async () => {
    const connection = await withAcme(way, {});
    const { isError } = await connection.call('add_credits', { ...GRANT, confirm: true });
    expect(isError).toBe(true);
    expect(await balances(connection)).toEqual([]);
  });
});

describe.each([
  ['stdio-2025', true],
  ['http-2025', false],
] as const)('the client library v1 on %s', (way, isAsked) => {
  it(`D2: with forms, ${isAsked ? 'is asked once' : 'gets a preview'}`, async () => {
    const { person, asked } = somebody(YES);
    const connection = await withAcme(way, { person, library: 'v1' });
    const { facts } = await connection.call('add_credits', GRANT);
    expect(asked.times).toBe(isAsked ? 1 : 0);
    expect(typeof facts.confirm_token).toBe(isAsked ? 'undefined' : 'string');
    expect(await balances(connection)).toHaveLength(isAsked ? 1 : 0);
  });
});
