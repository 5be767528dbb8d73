import { describe, expect, it } from 'vitest';
import { checkArguments } from '../arguments/check-arguments.ts';
import { testServer } from '../server/test-server.fixture.ts';
import { ALL_TOOLS } from '../tools/all-tools.ts';
import type { Change, PlannedCall } from '../tools/change.ts';
import { carryOut, type TestCall, testCall, withAcme } from '../tools/tool-call.fixture.ts';
import { ALIASES, toolMeantBy } from './alias-tools.ts';
import { completed } from './completion.ts';
import { completionOf } from './completions.ts';
import { translateArguments } from './translate-arguments.ts';

/** Plans what a call under another server's name means. */
async function planned(
  name: string,
  given: Record<string, unknown>,
  call: TestCall,
): Promise<Change> {
  const tool = ALL_TOOLS.find((each) => each.name === toolMeantBy(name));
  if (tool?.kind !== 'changing') throw new TypeError(`${name} changes nothing`);
  const { args } = checkArguments(tool, translateArguments(name, given));
  const complete = completionOf(name);
  const meant = complete === undefined ? tool : completed(tool, complete, given);
  return meant.plan(args, call);
}

const acme = () => withAcme(testCall());

const COUPON = {
  coupon_type: 'percentage',
  percentage_rate: '10',
  frequency: 'once',
  expiration: 'no_expiration',
};

const PLAN = {
  interval: 'monthly',
  amount_cents: 1000,
  amount_currency: 'USD',
  pay_in_advance: true,
};

describe('names that only create', () => {
  it.each([
    ['create_coupon', { code: 'spring', ...COUPON }],
    ['createcoupon', { code: 'spring', ...COUPON }],
    ['create_plan', { code: 'pro', ...PLAN }],
    [
      'create_offering',
      { offeringName: 'Pro', billingCycle: 'monthly', subscriptionPrice: '5.00' },
    ],
    ['create_billable_metric', { code: 'calls', aggregation_type: 'count_agg' }],
    ['create_dimension', { dimensionName: 'Calls', aggregation: 'count' }],
  ])('%s leaves what has the code already as it is', async (name, args) => {
    const call = await acme();
    await expect(planned(name, args, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'code', message: expect.stringContaining('already') },
    });
  });

  it('onboard_customer never changes another customer of the same name', async () => {
    const call = testCall();
    const john = (email: string) =>
      planned('onboard_customer', { customerName: 'John Smith', email }, call);
    await carryOut(await john('a@x.example'), call);
    await expect(john('b@y.example')).rejects.toMatchObject({
      options: { field: 'customerKey', message: expect.stringContaining('"john-smith"') },
    });
    const other = { customerName: 'John Smith', customerId: 'john-2', email: 'b@y.example' };
    await carryOut(await planned('onboard_customer', other, call), call);
    const { email } = await call.engine.customers.get({ customerKey: 'john-smith' });
    expect(email).toBe('a@x.example');
  });

  it('create_customer updates too, as it does at Lago', async () => {
    const call = await acme();
    const change = await planned('create_customer', { external_id: 'acme', name: 'New' }, call);
    expect(change.effect).toContain('Update');
  });
});

describe('names that only update', () => {
  it.each([
    ['update_customer', { external_id: 'acm', name: 'Typo' }, 'customerKey'],
    ['update_coupon', { code: 'sprng', ...COUPON, expiration: undefined }, 'code'],
    ['update_plan', { code: 'prp', ...PLAN }, 'code'],
    ['updatebillablemetric', { code: 'cals', aggregation_type: 'count_agg' }, 'code'],
  ])('%s makes nothing new of a mistyped name', async (name, args, field) => {
    const call = await acme();
    const given = JSON.parse(JSON.stringify(args));
    await expect(planned(name, given, call)).rejects.toMatchObject({
      code: 'not_found',
      options: { field },
    });
  });

  it('update_plan takes no charges: those that it leaves out would stay', async () => {
    const call = await acme();
    for (const charges of [[], [{ metric: 'calls' }]]) {
      await expect(planned('update_plan', { code: 'pro', charges }, call)).rejects.toMatchObject({
        options: { field: 'charges' },
      });
    }
  });
});

describe('the address of a customer', () => {
  it.each(['update_customer', 'create_customer', 'upsert_customer'])(
    'keeps under %s the fields that the call leaves out',
    async (name) => {
      const call = await acme();
      const address = { line1: '1 Main St', city: 'Paris', country: 'FR' };
      await call.engine.customers.upsert({ customerKey: 'acme', address });
      await carryOut(await planned(name, { external_id: 'acme', city: 'Lyon' }, call), call);
      const { address: after } = await call.engine.customers.get({ customerKey: 'acme' });
      expect(after).toEqual({ ...address, city: 'Lyon' });
    },
  );

  it('is replaced whole where the call gives it whole', async () => {
    const call = await acme();
    await call.engine.customers.upsert({ customerKey: 'acme', address: { city: 'Paris' } });
    const whole = { customerKey: 'acme', address: { country: 'FR' } };
    await carryOut(await planned('upsert_customer', whole, call), call);
    const { address } = await call.engine.customers.get({ customerKey: 'acme' });
    expect(address).toEqual({ country: 'FR' });
  });
});

describe('measure_usage', () => {
  const measured = (dimensionId: string, recordValue: unknown, call: TestCall) =>
    planned('measure_usage', { customerId: 'acme', dimensionId, recordValue }, call);

  const eventOf = ({ calls }: Change) => {
    const [{ input }] = calls as readonly [PlannedCall];
    return (input as { events: { properties?: object }[] }).events[0];
  };

  it.each(['sum', 'max', 'latest', 'weighted_sum'] as const)(
    'gives the value to the property of a %s metric',
    async (aggregation) => {
      const call = await acme();
      await call.engine.metrics.create({ code: 'm', aggregation, property: 'size' });
      expect(eventOf(await measured('m', '7', call))?.properties).toEqual({ size: '7' });
      expect(eventOf(await measured('m', 7.5, call))?.properties).toEqual({ size: '7.5' });
    },
  );

  it('records one unit of a metric that counts events, and refuses more', async () => {
    const call = await acme();
    expect(eventOf(await measured('calls', '1.0', call))?.properties).toBeUndefined();
    await expect(measured('calls', '7', call)).rejects.toMatchObject({
      options: { field: 'recordValue', message: expect.stringContaining('7 would become 1') },
    });
  });

  it('refuses a value for metrics that take no number', async () => {
    const call = await acme();
    await call.engine.metrics.create({ code: 'u', aggregation: 'unique_count', property: 'user' });
    await call.engine.metrics.create({
      code: 'e',
      aggregation: 'sum',
      property: 'size',
      expression: 'event.properties.a * 2',
    });
    for (const code of ['u', 'e']) {
      await expect(measured(code, '7', call)).rejects.toMatchObject({
        options: { field: 'recordValue' },
      });
    }
  });
});

describe('create_wallet', () => {
  const args = { external_customer_id: 'acme', rate_amount: '1.0', granted_credits: '50' };

  it('makes a wallet where there is none in the currency', async () => {
    const call = await acme();
    await call.engine.customers.upsert({ customerKey: 'new', currency: 'USD' });
    const change = await planned('create_wallet', { ...args, external_customer_id: 'new' }, call);
    expect(change.calls.map(({ operation }) => operation)).toEqual([
      'credits.createWallet',
      'credits.add',
    ]);
  });

  it('puts nothing into a wallet that is there, and gives its name to nothing else', async () => {
    const call = await acme();
    await expect(planned('create_wallet', args, call)).rejects.toMatchObject({
      options: { field: 'customer', message: expect.stringContaining('a wallet in USD already') },
    });
    await expect(
      planned('create_wallet', { ...args, name: 'Prepaid' }, call),
    ).rejects.toMatchObject({ options: { field: 'name' } });
  });
});

describe('completions', () => {
  it('are of names that lead to tools that change something', () => {
    const names = [...ALIASES, ...ALL_TOOLS.map(({ name }) => name)].filter(completionOf);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const tool = ALL_TOOLS.find((each) => each.name === toolMeantBy(name));
      expect(tool?.kind).toBe('changing');
    }
    expect(completionOf('constructor')).toBeUndefined();
  });

  it('hold for calls to the server, and bring again what was done under the same key', async () => {
    const { call, engine } = await testServer({ surface: undefined });
    const args = { name: 'Ten', code: 'ten', ...COUPON };
    const first = await call('create_coupon', { ...args, idempotency_key: 'k1' });
    expect(first.text).toContain('Created coupon');
    const again = await call('create_coupon', { ...args, idempotency_key: 'k1' });
    expect(again.isError).toBe(false);
    expect(again.text).toContain('Created coupon');
    const other = await call('create_coupon', { ...args, percentage_rate: '90' });
    expect(other.isError).toBe(true);
    expect(other.text).toContain('already');
    const { discount } = await engine.coupons.get({ code: 'ten' });
    expect(discount).toEqual({ type: 'percentage', rate: '10' });
  });
});
