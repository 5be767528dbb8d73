import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testServer } from '../../../packages/mcp/src/server/test-server.fixture.ts';
import { TOOLSETS } from '../../../packages/mcp/src/tools/tool.ts';
import { openAccount } from './open-account.ts';

type Row = Readonly<Record<string, unknown>>;

/** A server where nobody is asked, with a customer for each currency. */
async function openCurrencies() {
  const server = await testServer({
    surface: undefined,
    settings: { toolsets: TOOLSETS, policy: 'allow', maxCallsPerMinute: 1_000 },
  });
  onTestFinished(async () => {
    await server.client.close();
    await server.close();
  });
  for (const currency of ['USD', 'KWD', 'JPY']) {
    await server.engine.customers.upsert({ customerKey: currency, currency });
  }
  const ask = async (tool: string, args: Row) => {
    const answer = await server.call(tool, args);
    expect(answer).toMatchObject({ isError: false });
    return answer;
  };
  return { ...server, ask };
}

/** Every number of an answer, with the names that lead to it. */
function numbersIn(value: unknown, path = ''): (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, within]) => numbersIn(within, `${path}.${name}`));
}

describe('amounts of answers', () => {
  it('R2: 0.1 and 0.2 make 0.3, in a wallet and on an invoice', async () => {
    const { ask } = await openCurrencies();
    for (const credits of ['0.1', '0.2']) {
      await ask('add_credits', { customer: 'USD', kind: 'granted', credits });
    }
    const { facts, text } = await ask('get_credits', {
      customer: 'USD',
      response_format: 'detailed',
    });
    expect(facts.items).toMatchObject([
      { creditBalance: '0.3', balance: { amount: '0.30', currency: 'USD' } },
    ]);
    expect(text).toContain('0.30');
    expect(text).not.toMatch(/0\.30000|0\.299/);
  });

  it.each([
    ['USD', ['0.1', '0.2'], '0.30'],
    ['KWD', ['0.001', '0.125', '0.2'], '0.326'],
    ['JPY', ['500', '1'], '501'],
  ])('R2: an invoice in %s keeps its digits from call to call', async (currency, parts, total) => {
    const { ask } = await openCurrencies();
    const items = parts.map((unitAmount) => ({ name: 'Work', unitAmount }));
    const made = await ask('create_invoice', { customer: currency, items });
    expect(made.text).toContain(`${total} ${currency}`);
    const [row] = (await ask('list_invoices', { customer: currency })).facts.items as Row[];
    expect(JSON.stringify(row)).toContain(`"${total} ${currency}"`);
    const whole = await ask('get_invoice', {
      invoice: row?.id as string,
      response_format: 'detailed',
    });
    expect(JSON.stringify(whole.facts)).toContain(JSON.stringify({ amount: total, currency }));
  });

  it('R2: any amount in fils comes back as it was sent', async () => {
    const { ask, engine } = await openCurrencies();
    const fils = fc.bigInt({ min: 1n, max: 10n ** 12n });
    await fc.assert(
      fc.asyncProperty(fils, async (minor) => {
        const digits = minor.toString().padStart(4, '0');
        const amount = `${digits.slice(0, -3)}.${digits.slice(-3)}`;
        const items = [{ name: 'Work', unitAmount: amount }];
        const { text, facts } = await ask('create_invoice', { customer: 'KWD', items });
        expect(text).toContain(`${amount} KWD`);
        expect(numbersIn(facts).filter(([, value]) => !Number.isInteger(value))).toEqual([]);
        const [invoice] = (await engine.invoices.list({ customerKey: 'KWD', limit: 1 })).items;
        expect(invoice?.totals.total).toEqual({ amount, currency: 'KWD' });
      }),
      { numRuns: 25 },
    );
  });

  it('R2: more digits than the currency has are refused, and nothing is rounded', async () => {
    const { call, engine } = await openCurrencies();
    for (const [customer, amount] of [
      ['USD', '0.105'],
      ['KWD', '0.1255'],
      ['JPY', '0.5'],
    ] as const) {
      const { isError, facts } = await call('add_credits', { customer, kind: 'granted', amount });
      expect(isError).toBe(true);
      expect(facts.error).toMatchObject({ field: 'amount', changed: 'no' });
    }
    expect((await engine.credits.listWallets()).items).toEqual([]);
  });

  it('R2: numbers as JSON numbers are refused where money is meant', async () => {
    const { call } = await openCurrencies();
    const args = { customer: 'USD', kind: 'granted', amount: 0.3 };
    const { facts } = await call('add_credits', args);
    expect(facts.error).toMatchObject({ code: 'invalid_arguments', field: 'amount' });
  });
});

const READS: readonly (readonly [string, Row])[] = [
  ['search_billing', { query: 'acme' }],
  [
    'get_customer',
    {
      customer: 'acme',
      sections: ['subscriptions', 'usage', 'credits', 'coupons', 'invoices'],
    },
  ],
  ['list_customers', {}],
  ['get_usage', { customer: 'acme' }],
  ['list_usage_events', { subscription: 'acme-pro' }],
  ['get_catalog', { kind: 'plans' }],
  ['get_catalog', { kind: 'plans', code: 'pro' }],
  ['get_catalog', { kind: 'metrics' }],
  ['get_catalog', { kind: 'coupons' }],
  ['get_catalog', { kind: 'taxes' }],
  ['get_subscription', { customer: 'acme' }],
  ['list_invoices', {}],
  ['preview_charges', { customer: 'acme' }],
  ['get_credits', { customer: 'acme' }],
  ['search_operations', { query: 'void credits' }],
  ['read_operation', { operation: 'invoices.list' }],
  ['read_operation', { operation: 'subscriptions.list' }],
  ['list_billing_documents', { kind: 'credit_notes' }],
];

/** Counts, days and places in a row; nothing else may be a number. */
const COUNTS = /\.(?:priority|gracePeriodDays|eventsCount)$/;

describe.each(['concise', 'detailed'])('a %s answer', (response_format) => {
  it.each(READS)(
    'R2: of %s %j holds no float, and no number where money is',
    async (tool, args) => {
      const { call } = await openAccount();
      const { isError, facts } = await call(tool, { ...args, response_format });
      expect({ isError, facts }).toMatchObject({ isError: false });
      const numbers = numbersIn(facts);
      expect(numbers.filter(([, value]) => !Number.isInteger(value))).toEqual([]);
      expect(numbers.filter(([path]) => !COUNTS.test(path))).toEqual([]);
    },
  );
});

it('R1: text alone has what the structured content has, of every reading tool', async () => {
  const { call } = await openAccount();
  const isLeaf = (value: unknown): value is string =>
    typeof value === 'string' && /^[\w.:@-]+$/.test(value);
  const leavesOf = (value: unknown): string[] => {
    if (isLeaf(value)) return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap(leavesOf);
  };
  for (const [tool, args] of READS) {
    const { facts, text } = await call(tool, args);
    const missing = leavesOf(facts).filter((leaf) => !text.includes(leaf));
    expect([tool, missing]).toEqual([tool, []]);
  }
});
