import { BillingError, Decimal, sumMoney } from '@billport/core';
import { describe, expect, it, vi } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, START, type TestCall, testCall, withAcme } from '../tool-call.fixture.ts';
import { createSubscription } from './create-subscription.ts';

async function withPlans(): Promise<TestCall> {
  const call = await withAcme(testCall());
  const shared = { interval: 'monthly', timing: 'arrears' } as const;
  await call.engine.plans.create({
    ...shared,
    code: 'max',
    name: 'Max',
    price: { amount: '90.00', currency: 'USD' },
  });
  await call.engine.plans.create({
    ...shared,
    code: 'mini',
    name: 'Mini',
    interval: 'yearly',
    price: { amount: '200.00', currency: 'USD' },
  });
  await call.engine.customers.upsert({ customerKey: 'beta', name: 'Beta User 789' });
  return call;
}

describe('create_subscription', () => {
  it('D1, D2: asks, and says who pays what from when', async () => {
    const call = await withPlans();
    const args = { customer: 'Beta User 789', plan: 'Max', startAt: '2026-04-01T00:00:00Z' };
    const change = await plan(createSubscription, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '90.00', currency: 'USD' },
      targets: ['customer:beta', 'plan:max', 'subscription:beta-max'],
    });
    expect(change.effect).toContain('Beta User 789');
    expect(change.effect).toContain('starting 2026-04-01T00:00:00.000Z: 90.00 USD monthly');
    const { facts } = await run(createSubscription, args, call);
    expect(facts.subscription).toMatchObject({ subscriptionKey: 'beta-max', status: 'pending' });
    expect(await call.engine.subscriptions.get({ subscriptionKey: 'beta-max' })).toMatchObject({
      customerKey: 'beta',
      startAt: '2026-04-01T00:00:00.000Z',
    });
  });

  it('D8: counts each period that is billed at once for a start in the past, and says how many', async () => {
    const call = await withPlans();
    const args = { customer: 'beta', plan: 'max', startAt: '2025-10-20T00:00:00Z' };
    const change = await plan(createSubscription, args, call);
    // October to March.
    expect(change.money).toEqual({ amount: '540.00', currency: 'USD' });
    expect(change.effect).toContain('6 periods since then are billed at once, up to 540.00 USD.');
    const { next } = await run(createSubscription, args, call);
    expect(next).toContain('list_invoices with customer "beta"');
    const billed = (await call.engine.invoices.list({ customerKey: 'beta' })).items;
    expect(billed).toHaveLength(5);
    const total = sumMoney(
      billed.map(({ totals }) => totals.total),
      'USD',
    );
    expect(Decimal.parse(total.amount).compare(Decimal.parse('360'))).toBe(1);
    expect(Decimal.parse(total.amount).compare(Decimal.parse('540'))).toBe(-1);
  });

  it('D8: counts tax and what is to be paid at least, of each period', async () => {
    const call = await withPlans();
    await call.engine.taxes.create({ code: 'all', name: 'All', rate: '10', byDefault: true });
    await call.engine.plans.update({
      code: 'max',
      minimumCommitment: { amount: { amount: '100.00', currency: 'USD' } },
    });
    const moneyFrom = async (startAt: string) => {
      const change = await plan(
        createSubscription,
        { customer: 'beta', plan: 'max', startAt },
        call,
      );
      return change.money?.amount;
    };
    expect(await moneyFrom('2026-02-10T00:00:00Z')).toBe('220.00');
    expect(await moneyFrom('2026-04-10T00:00:00Z')).toBe('99.00');
  });

  it.each([
    // 13 periods have begun, each with at least 100.00 for the charge.
    ['monthly', false, '0.00', '1300.00'],
    // 2 years have begun, and 13 months.
    ['yearly', true, '120.00', '1540.00'],
  ] as const)(
    'D8: counts what charges cost at least in each period: %s',
    async (interval, monthly, base, most) => {
      const call = await withPlans();
      await call.engine.plans.create({
        code: 'least',
        interval,
        timing: 'arrears',
        price: { amount: base, currency: 'USD' },
        ...(monthly && { chargesBilledMonthly: true }),
        charges: [
          {
            metric: 'calls',
            timing: 'arrears',
            model: 'standard',
            pricing: { unitAmount: '1' },
            minimum: { amount: '100.00', currency: 'USD' },
          },
        ],
      });
      const args = { customer: 'beta', plan: 'least', startAt: '2025-03-10T00:00:00Z' };
      const change = await plan(createSubscription, args, call);
      expect(change.money?.amount).toBe(most);
      await run(createSubscription, args, call);
      const billed = (await call.engine.invoices.list({ customerKey: 'beta' })).items;
      const total = sumMoney(
        billed.map(({ totals }) => totals.total),
        'USD',
      );
      expect(Decimal.parse(total.amount).compare(Decimal.parse('600'))).toBe(1);
      expect(Decimal.parse(total.amount).compare(Decimal.parse(most))).toBe(-1);
    },
  );

  it('D8: says that tax may come on top where the provider tells none, or not to this key', async () => {
    const call = await withPlans();
    const forbidden = new BillingError('forbidden', { message: 'Not with this key.' });
    vi.spyOn(call.billing.taxes, 'list').mockImplementation(() => {
      throw forbidden;
    });
    const change = await plan(createSubscription, { customer: 'beta', plan: 'max' }, call);
    expect(change.money?.amount).toBe('90.00');
    expect(change.effect).toContain('Tax may come on top.');
  });

  it.each([
    ['Max', 'at once', 'upgrade', 'max'],
    // 200 a year is less than 20 a month.
    ['Mini', 'at the end of the period, 2026-04-01T00:00:00.000Z', 'downgrade', 'pro'],
  ])('D1: moves to %s %s, as it said', async (planName, when, change, planCode) => {
    const call = await withPlans();
    const args = { subscriptionKey: 'acme-pro', plan: planName };
    const planned = await plan(createSubscription, args, call);
    expect(planned.needsConsent).toBe(true);
    expect(planned.effect).toContain('from plan');
    expect(planned.effect).toContain(when);
    expect(planned.effect).toContain(change);
    const { facts } = await run(createSubscription, args, call);
    expect(facts.change).toBe(change);
    const after = await call.engine.subscriptions.get({ subscriptionKey: 'acme-pro' });
    expect(after.planCode).toBe(planCode);
    if (change === 'downgrade') {
      expect(planned.effect).toContain(after.nextPlanAt);
      expect(after.nextPlanCode).toBe('mini');
    }
  });

  it.each([
    ['max', 'a new one', { customer: 'beta', plan: 'max' }],
    ['max', 'an upgrade', { subscriptionKey: 'acme-pro', plan: 'max' }],
    ['mini', 'a downgrade', { subscriptionKey: 'acme-pro', plan: 'mini' }],
    [
      'max',
      'one with a key and terms',
      { customer: 'beta', plan: 'max', subscriptionKey: 's', name: 'First', metadata: { a: 'b' } },
    ],
  ])('A: idempotent: to %s twice leaves equal state, as %s', async (_, __, args) => {
    const call = await withPlans();
    await run(createSubscription, args, call);
    const once = await stateOf(call);
    const again = await plan(createSubscription, args, call);
    expect(again).toMatchObject({ needsConsent: false, calls: [] });
    expect((await run(createSubscription, args, call)).summary).toContain('Nothing was changed');
    expect(await stateOf(call)).toEqual(once);
  });

  it('calls a planned downgrade off', async () => {
    const call = await withPlans();
    await run(createSubscription, { subscriptionKey: 'acme-pro', plan: 'mini' }, call);
    const change = await plan(
      createSubscription,
      { subscriptionKey: 'acme-pro', plan: 'pro' },
      call,
    );
    expect(change.effect).toContain('called off');
    await run(createSubscription, { subscriptionKey: 'acme-pro', plan: 'pro' }, call);
    const after = await call.engine.subscriptions.get({ subscriptionKey: 'acme-pro' });
    expect(after.nextPlanCode).toBeUndefined();
  });

  it('R4: drops no term in silence where the customer is on the plan already', async () => {
    const call = await withPlans();
    const args = { customer: 'acme', plan: 'pro', endingAt: '2026-12-31T00:00:00Z' };
    await expect(plan(createSubscription, args, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'endingAt', next: expect.stringContaining('another subscriptionKey') },
    });
  });

  it('calls a planned downgrade off without a key too, and says so', async () => {
    const call = await withPlans();
    await run(createSubscription, { subscriptionKey: 'acme-pro', plan: 'mini' }, call);
    const change = await plan(createSubscription, { customer: 'acme', plan: 'pro' }, call);
    expect(change).toMatchObject({
      needsConsent: true,
      calls: [{ input: { subscriptionKey: 'acme-pro', planCode: 'pro' } }],
    });
    expect(change.effect).toContain('called off');
  });

  it('D2: of two subscriptions to the plan takes the one that stays on it', async () => {
    const call = await withPlans();
    const second = { customer: 'acme', plan: 'pro', subscriptionKey: 'acme-second' };
    await run(createSubscription, second, call);
    await run(createSubscription, { subscriptionKey: 'acme-second', plan: 'mini' }, call);
    const change = await plan(createSubscription, { customer: 'acme', plan: 'pro' }, call);
    expect(change).toMatchObject({ calls: [], effect: expect.stringContaining('"acme-pro"') });
  });

  it('R5: asks whether a customer with a subscription is to move or to have two', async () => {
    const call = await withPlans();
    await expect(
      plan(createSubscription, { customer: 'acme', plan: 'max' }, call),
    ).rejects.toMatchObject({
      code: 'ambiguous',
      options: { facts: { candidates: [{ subscriptionKey: 'acme-pro', planCode: 'pro' }] } },
    });
    const args = { customer: 'acme', plan: 'max', subscriptionKey: 'acme-second' };
    await run(createSubscription, args, call);
    const { items } = await call.engine.subscriptions.list({ customerKey: 'acme' });
    expect(items).toHaveLength(2);
  });

  it('R4: drops no term in silence when a plan changes', async () => {
    const call = await withPlans();
    const args = { subscriptionKey: 'acme-pro', plan: 'max', startAt: '2026-05-01T00:00:00Z' };
    await expect(plan(createSubscription, args, call)).rejects.toMatchObject({
      options: { field: 'startAt' },
    });
    await expect(
      plan(createSubscription, { subscriptionKey: 'acme-pro', plan: 'pro', name: 'Other' }, call),
    ).rejects.toMatchObject({ options: { field: 'name' } });
  });

  it('refuses a subscription of somebody else, and a new one without a customer', async () => {
    const call = await withPlans();
    await expect(
      plan(
        createSubscription,
        { customer: 'beta', subscriptionKey: 'acme-pro', plan: 'max' },
        call,
      ),
    ).rejects.toMatchObject({ options: { field: 'subscriptionKey' } });
    await expect(
      plan(createSubscription, { subscriptionKey: 'none', plan: 'max' }, call),
    ).rejects.toMatchObject({ options: { field: 'customer' } });
  });

  it('D3: rests the consent on the price that was shown', async () => {
    const call = await withPlans();
    const args = { customer: 'beta', plan: 'max' };
    const before = await plan(createSubscription, args, call);
    await call.engine.plans.update({ code: 'max', price: { amount: '99.00', currency: 'USD' } });
    const after = await plan(createSubscription, args, call);
    expect(after.basis).not.toEqual(before.basis);
    expect(after.effect).not.toBe(before.effect);
  });

  it.each([
    ['dearer', 'small', 'large'],
    ['cheaper', 'large', 'small'],
  ])(
    'D2: moves to a %s plan at Paigo, and says of the moment only what holds there',
    async (_, from, to) => {
      const call = await paigoCall();
      const { engine } = call;
      await engine.customers.upsert({ customerKey: 'beta', name: 'Beta', email: 'b@beta.example' });
      for (const [code, amount] of [
        ['small', '10.00'],
        ['large', '50.00'],
      ] as const) {
        await engine.plans.create({
          code,
          interval: 'monthly',
          timing: 'advance',
          price: { amount, currency: 'USD' },
        });
      }
      const args = { customer: 'Beta', plan: from, subscriptionKey: 'beta-1' };
      const { facts } = await run(createSubscription, args, call);
      expect(facts.subscription).toMatchObject({ subscriptionKey: 'beta-1', planCode: from });
      const move = { subscriptionKey: 'beta-1', plan: to };
      const { effect } = await plan(createSubscription, move, call);
      expect(effect).not.toMatch(/at once|end of the period|upgrade|downgrade/);
      const moved = await run(createSubscription, move, call);
      expect(moved.summary).toBe(`"beta-1" is on plan "${to}" from ${START}.`);
      expect(await engine.subscriptions.get({ subscriptionKey: 'beta-1' })).toMatchObject({
        planCode: to,
      });
    },
  );

  it.each([
    [{ customer: 'acme', plan: 'euro', subscriptionKey: 'second' }, 'plan'],
    [{ subscriptionKey: 'acme-pro', plan: 'euro' }, 'plan'],
    [{ customer: 'beta', plan: 'max', endingAt: '2026-03-01T00:00:00Z' }, 'endingAt'],
    [
      {
        customer: 'beta',
        plan: 'max',
        startAt: '2026-05-01T00:00:00Z',
        endingAt: '2026-04-01T00:00:00Z',
      },
      'endingAt',
    ],
  ])('asks nobody for what cannot be: %j', async (args, field) => {
    const call = await withPlans();
    await call.engine.plans.create({
      code: 'euro',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '30.00', currency: 'EUR' },
    });
    await expect(plan(createSubscription, args, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field },
    });
  });
});
