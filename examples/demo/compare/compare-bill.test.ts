import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readBill } from '../bill/bill-file.ts';
import type { ExpectedBill } from '../bill/expected-bill.ts';
import type { BilledBill } from './billed-bill.ts';
import { compareBill } from './compare-bill.ts';

const DEMO_BILL = fileURLToPath(new URL('../data/expected-bill.json', import.meta.url));

const { expected } = await readBill(DEMO_BILL);
if (expected === undefined) throw new Error('the bill of the demo has no expected part');
const bill: ExpectedBill = expected;

/** What would have been billed if everything were as the bill expects. */
function asExpected(): BilledBill {
  const { billing_period, fees, invoice } = structuredClone(bill);
  const moment = (text: string | undefined) => new Date(String(text)).toISOString();
  return {
    billing_periods: [
      {
        from: moment(billing_period?.from),
        to: moment(billing_period?.to),
        charges_from: moment(billing_period?.charges_from),
        charges_to: undefined,
        duration_days: Number(billing_period?.duration_days),
      },
    ],
    fees: (fees ?? []).map((fee) => ({ ...fee, pay_in_advance: false })),
    invoice,
  } as unknown as BilledBill;
}

type Path = (string | number)[];
type Node = Record<string | number, unknown>;

/** Every single value of the expected bill but the ids. */
function leaves(node: unknown, path: Path = []): Path[] {
  if (node === undefined || path.at(-1) === 'id') return [];
  if (typeof node !== 'object' || node === null) return [path];
  return Object.entries(node).flatMap(([key, value]) =>
    leaves(value, [...path, Array.isArray(node) ? Number(key) : key]),
  );
}

function changed(value: unknown): unknown {
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  if (/^\d{4}-/.test(text)) return new Date(Date.parse(text) + 1000).toISOString();
  if (/^[\d.]+$/.test(text)) return text.slice(0, -1) + ((Number(text.at(-1)) + 1) % 10);
  return `${text}-other`;
}

function plant(path: Path): ExpectedBill {
  const copy = structuredClone(bill);
  const parent = path.slice(0, -1).reduce((node, key) => node[key] as Node, copy as Node);
  const name = path.at(-1) as string;
  parent[name] = changed(parent[name]);
  return copy;
}

describe('comparing a bill', () => {
  it('finds no difference where there is none, and says how much it compared', () => {
    const { compared, differences } = compareBill(bill, asExpected());
    expect(differences).toEqual([]);
    // Tax codes of a line count as one value; ids are what lines are found by.
    const lists = (bill.fees ?? []).reduce((sum, { taxes }) => sum + (taxes ?? []).length - 1, 0);
    // Every list of ranges is also compared by its length.
    const ranged = (bill.fees ?? []).filter(({ ranges }) => ranges !== undefined).length;
    expect(compared).toBe(leaves(bill).length - lists + ranged + creditIds());
  });

  it.each(leaves(bill).map((path) => [path.join('.'), path] as const))(
    'notices a change of %s',
    (_name, path) => {
      const { differences } = compareBill(plant(path), asExpected());
      expect(differences).toHaveLength(1);
    },
  );

  it('notices a line that is missing and one too many', () => {
    const got = asExpected();
    const [first, ...rest] = got.fees;
    if (first === undefined) throw new Error('no fee');
    const { differences } = compareBill(bill, {
      ...got,
      fees: [{ ...first, id: 'other', item_code: 'other' }, ...rest],
    });
    expect(differences.map(({ path }) => path)).toEqual(['fees.subscription', 'fees.other']);
  });

  it.each(['coupons', 'credit_notes', 'wallets'] as const)(
    'notices %s that were used and are not listed',
    (list) => {
      const invoice = { ...bill.invoice, [list]: [] } as ExpectedBill['invoice'];
      const { differences } = compareBill({ ...bill, invoice }, asExpected());
      expect(differences.map(({ path }) => path)).toEqual(
        (bill.invoice?.[list] ?? []).map(({ id }) => `invoice.${list}.${id}`),
      );
    },
  );

  it('notices a coupon that is expected and not there', () => {
    const got = asExpected();
    const invoice = { ...got.invoice, coupons: [] };
    const { differences } = compareBill(bill, { ...got, invoice });
    expect(differences.map(({ path, got: found }) => [path, found])).toEqual([
      ['invoice.coupons.REQ2', 'nothing'],
      ['invoice.coupons.WELCOME10', 'nothing'],
    ]);
  });

  it('notices a line, a coupon, a credit note or a wallet that is expected twice', () => {
    const twice = <Item>(items: Item[] = []) => [...items, ...items.slice(0, 1)];
    const { fees, invoice = empty.invoice } = bill;
    const { coupons, credit_notes, wallets } = invoice ?? {};
    const doubled = {
      ...bill,
      fees: twice(fees),
      invoice: {
        ...invoice,
        coupons: twice(coupons),
        credit_notes: twice(credit_notes),
        wallets: twice(wallets),
      },
    } as ExpectedBill;
    expect(compareBill(doubled, asExpected()).differences.map(({ path }) => path)).toEqual([
      'fees.subscription',
      'invoice.coupons.REQ2',
      'invoice.credit_notes.CN-1',
      'invoice.wallets.usage-wallet',
    ]);
  });

  it('does not take the base price of a plan in advance for a line of another name', () => {
    const got = asExpected();
    const inAdvance = { ...got, fees: got.fees.map((fee) => ({ ...fee, pay_in_advance: true })) };
    const [base, ...rest] = bill.fees ?? [];
    const fees = [{ ...base, id: 'base' }, ...rest] as ExpectedBill['fees'];
    const { differences } = compareBill({ ...bill, fees }, inAdvance);
    expect(differences.map(({ path }) => path)).toEqual(['fees.base', 'fees.subscription']);
  });

  it('compares what is present only', () => {
    const { compared } = compareBill({ ...empty, fees: undefined }, asExpected());
    expect(compared).toBe(0);
  });
});

const empty: ExpectedBill = {
  billing_period: undefined,
  fees: undefined,
  invoice: undefined,
  notes: undefined,
};

/** Coupons, credit notes and wallets are found by id, and the id is compared with itself. */
function creditIds(): number {
  const { coupons = [], credit_notes: notes = [], wallets = [] } = bill.invoice ?? {};
  return coupons.length + notes.length + wallets.length;
}

describe('decimals of a bill', () => {
  const withAmount = (precise_amount: string): BilledBill => {
    const got = asExpected();
    return { ...got, fees: got.fees.map((fee) => ({ ...fee, precise_amount })) };
  };
  const differs = (wanted: string, got: string) => {
    const [fee] = bill.fees ?? [];
    if (fee === undefined) throw new Error('no fee');
    const expectation = { ...empty, fees: [{ ...fee, precise_amount: wanted }] };
    const { differences } = compareBill(expectation, {
      ...withAmount(got),
      fees: withAmount(got).fees.slice(0, 1),
    });
    return differences.length > 0;
  };

  it.each([
    ['40.833333333333333', '40.83333333333333333333', false],
    ['40.833333333333334', '40.83333333333333333333', true],
    ['40.833333333333332', '40.83333333333333333333', true],
    ['40.8333333333333333333333', '40.83333333333333333', false],
    ['40.8333333333333343333333', '40.83333333333333333', true],
    ['12.0828', '12.08280', false],
    ['12.0828000000000001', '12.0828', true],
    ['12.0828', '12.08284', true],
    ['3', '3.0000000001', true],
  ])('%s against %s differ: %s', (wanted, got, expectation) => {
    expect(differs(wanted, got)).toBe(expectation);
  });
});

describe('lines of filters and groups', () => {
  const line = (id: string, region: string | null, amount: bigint) => ({
    id,
    type: 'charge',
    item_code: 'calls',
    group: { region },
    amount_cents: amount,
    pay_in_advance: false,
  });
  const got = {
    ...asExpected(),
    fees: [line('calls[region=eu]', 'eu', 5n), line('calls[region=]', null, 7n)],
  } as unknown as BilledBill;

  it('are found by what they hold, whatever the bill calls them', () => {
    const fees = [line('calls-none', null, 7n), line('calls/europe', 'eu', 5n)];
    const wanted = { ...empty, fees } as unknown as ExpectedBill;
    expect(compareBill(wanted, got).differences).toEqual([]);
  });

  it('are found where all of a charge have the same name', () => {
    const whole = line('calls', null, 9n);
    const all = { ...got, fees: [...got.fees, { ...whole, group: {} }] } as unknown as BilledBill;
    const named = [line('calls', null, 7n), line('calls', 'eu', 5n), { ...whole, group: {} }];
    const fees = named as unknown as ExpectedBill['fees'];
    expect(compareBill({ ...empty, fees }, all).differences).toEqual([]);
  });

  it('still differ in an amount', () => {
    const fees = [line('calls-none', null, 7n), line('calls/europe', 'eu', 6n)];
    const wanted = { ...empty, fees } as unknown as ExpectedBill;
    expect(compareBill(wanted, got).differences).toEqual([
      { path: 'fees.calls/europe.amount_cents', expected: '6', got: '5' },
    ]);
  });
});
