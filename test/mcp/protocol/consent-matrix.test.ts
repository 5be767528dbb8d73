import { describe, expect, it } from 'vitest';
import { type Connection, connectForAll, type Person, WAYS } from './connections.ts';

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

const GRANT = { kind: 'granted', amount: '50.00', currency: 'USD' };

const YES: ReturnType<Person> = { action: 'accept', content: { approve: true } };

/** Somebody who does what a test wants, and how often they were asked. */
class Somebody {
  reply = YES;
  asked = 0;
  readonly person: Person = () => {
    this.asked += 1;
    return this.reply;
  };
}

/** A new customer, and credits for it that need consent. */
async function grantFor({ call }: Connection, customerKey: string) {
  const made = await call('upsert_customer', { customerKey, name: 'Acme', currency: 'USD' });
  expect(made.isError).toBe(false);
  return { ...GRANT, customer: customerKey };
}

/** Balances of the wallets of a customer. */
async function balances({ call }: Connection, customer: string): Promise<unknown[]> {
  const { facts } = await call('get_credits', { customer });
  const rows = (facts.wallets ?? facts.items) as Record<string, unknown>[];
  return rows.map(({ balance }) => balance);
}

describe.each(ASKED)('a client on $way with $forms', ({ way }) => {
  const somebody = new Somebody();
  const server = connectForAll(way, { person: somebody.person });

  it('D2: is asked once, and then it is done', async () => {
    Object.assign(somebody, { reply: YES, asked: 0 });
    const grant = await grantFor(server(), 'agrees');
    expect((await server().call('add_credits', grant)).isError).toBe(false);
    expect(somebody.asked).toBe(1);
    expect(await balances(server(), 'agrees')).toEqual([expect.stringContaining('50')]);
  });

  it.each([
    ['declined', { action: 'decline' }],
    ['closed', { action: 'cancel' }],
    ['answered-no', { action: 'accept', content: { approve: false } }],
  ] as const)('D5: changes nothing where the form is %s', async (customerKey, reply) => {
    Object.assign(somebody, { reply, asked: 0 });
    const grant = await grantFor(server(), customerKey);
    const { isError, facts } = await server().call('add_credits', grant);
    expect(isError).toBe(true);
    expect(facts.error).toMatchObject({ changed: 'no' });
    expect(somebody.asked).toBe(1);
    expect(await balances(server(), customerKey)).toEqual([]);
  });
});

describe.each(NOT_ASKED)('a client on $way with $forms', ({ way, hasForms }) => {
  const somebody = new Somebody();
  const server = connectForAll(way, hasForms ? { person: somebody.person } : {});

  it('D4: gets a preview first, and with its token it is done, once', async () => {
    const { call } = server();
    const grant = await grantFor(server(), 'agrees');
    const { facts } = await call('add_credits', grant);
    expect(facts).toMatchObject({ changed: 'no', confirm_token: expect.any(String) });
    expect(await balances(server(), 'agrees')).toEqual([]);

    const { confirm_token } = facts;
    const other = await call('add_credits', { ...grant, amount: '51.00', confirm_token });
    expect(other.isError).toBe(true);
    expect(await balances(server(), 'agrees')).toEqual([]);

    const preview = await call('add_credits', grant);
    const agreed = { ...grant, confirm_token: preview.facts.confirm_token };
    expect((await call('add_credits', agreed)).isError).toBe(false);
    expect((await call('add_credits', agreed)).isError).toBe(true);
    expect(await balances(server(), 'agrees')).toEqual([expect.stringContaining('50')]);
    expect(somebody.asked).toBe(0);
  });

  it('D4: never makes it for confirm: true alone', async () => {
    const grant = await grantFor(server(), 'confirms');
    const { isError } = await server().call('add_credits', { ...grant, confirm: true });
    expect(isError).toBe(true);
    expect(await balances(server(), 'confirms')).toEqual([]);
  });
});

describe.each([
  ['stdio-2025', true],
  ['http-2025', false],
] as const)('the client library v1 on %s', (way, isAsked) => {
  const somebody = new Somebody();
  const server = connectForAll(way, { person: somebody.person, library: 'v1' });

  it(`D2: with forms, ${isAsked ? 'is asked once' : 'gets a preview'}`, async () => {
    const grant = await grantFor(server(), 'agrees');
    const { facts } = await server().call('add_credits', grant);
    expect(somebody.asked).toBe(isAsked ? 1 : 0);
    expect(typeof facts.confirm_token).toBe(isAsked ? 'undefined' : 'string');
    expect(await balances(server(), 'agrees')).toHaveLength(isAsked ? 1 : 0);
  });
});
