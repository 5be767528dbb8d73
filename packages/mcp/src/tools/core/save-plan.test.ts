import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { savePlan } from './save-plan.ts';

const USD = (amount: string) => ({ amount, currency: 'USD' });

const NEW = {
  code: 'max',
  name: 'Max',
  price: USD('90.00'),
  interval: 'monthly',
  timing: 'advance',
};

/** The example of the description, taken from it. */
function exampleCharge(): { metric: string } {
  const { description = '' } = savePlan.arguments.shape.charges as { description?: string };
  const [, text = ''] = /(\{"metric".*?\]\}\})/.exec(description) ?? [];
  return JSON.parse(text) as { metric: string };
}

describe('save_plan', () => {
  it('creates a plan with the charge of its own example', async () => {
    const call = testCall();
    const charge = exampleCharge();
    await call.engine.metrics.create({ code: charge.metric, aggregation: 'count' });
    const args = { ...NEW, charges: [charge] };
    const change = await plan(savePlan, args, call);
    expect(change.needsConsent).toBe(false);
    expect(change.effect).toContain('90.00 USD monthly billed in advance, 1 charge');
    await run(savePlan, args, call);
    expect(await call.engine.plans.get({ code: 'max' })).toMatchObject(args);
  });

  it('R4: drops no charges to be removed in silence where there is no plan yet', async () => {
    const args = { ...NEW, removeCharges: ['calls'] };
    await expect(plan(savePlan, args, testCall())).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'removeCharges' },
    });
  });

  it('D2: says that metadata is replaced as a whole', async () => {
    const call = await withAcme(testCall());
    const change = await plan(savePlan, { code: 'pro', metadata: { a: 'b' } }, call);
    expect(change.effect).toContain('the whole metadata replaced');
  });

  it('holds charges against the contract before anything is done', async () => {
    const call = await withAcme(testCall());
    const charges = [
      {
        metric: 'calls',
        timing: 'arrears',
        model: 'graduated',
        pricing: {
          tiers: [
            { upTo: '100', unitAmount: '1' },
            { upTo: '50', unitAmount: '1' },
            { upTo: null, unitAmount: '0' },
          ],
        },
      },
    ];
    for (const args of [
      { ...NEW, charges },
      { code: 'pro', charges },
    ]) {
      await expect(plan(savePlan, args, call)).rejects.toMatchObject({
        code: 'invalid_input',
        issues: [{ path: ['charges', 0, 'pricing', 'tiers', 1, 'upTo'] }],
      });
    }
  });

  it('D1: asks before it changes a plan in use, and says what changes for how many', async () => {
    const call = await withAcme(testCall());
    const args = { code: 'pro', price: USD('25.00'), removeCharges: ['calls'] };
    const change = await plan(savePlan, args, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain('1 subscription is on');
    expect(change.effect).toContain('price from 20.00 USD to 25.00 USD');
    expect(change.effect).toContain('charge "calls" removed');
    await run(savePlan, args, call);
    expect(await call.engine.plans.get({ code: 'pro' })).toMatchObject({
      price: USD('25.00'),
      charges: [],
    });
  });

  it('D2: says every amount that an update of a plan in use sets', async () => {
    const call = await withAcme(testCall());
    const args = {
      code: 'pro',
      charges: [
        {
          metric: 'calls',
          timing: 'arrears',
          model: 'standard',
          pricing: { unitAmount: '1000000' },
          minimum: USD('7.00'),
        },
      ],
      minimumCommitment: { amount: USD('500000.00') },
      usageThresholds: [{ amount: USD('3.00') }],
      taxCodes: ['vat'],
    };
    const { effect } = await plan(savePlan, args, call);
    expect(effect).toContain('charge "calls" replaced (standard, ');
    expect(effect).toContain('"pricing.unitAmount" "1000000"');
    expect(effect).toContain('"minimum" "7.00 USD"');
    expect(effect).toContain('"minimumCommitment.amount" "500000.00 USD"');
    expect(effect).toContain('"usageThresholds[0].amount" "3.00 USD"');
    expect(effect).toContain('"taxCodes[0]" "vat"');
  });

  it('D2: refuses more values than a person can be shown, unless nobody has the plan', async () => {
    const call = await withAcme(testCall());
    await run(savePlan, NEW, call);
    const tiers = Array.from({ length: 60 }, (_, index) => ({
      upTo: index === 59 ? null : String(index + 1),
      unitAmount: '1',
    }));
    const charges = [
      { metric: 'calls', timing: 'arrears', model: 'graduated', pricing: { tiers } },
    ];
    await expect(plan(savePlan, { code: 'pro', charges }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'charges' },
    });
    expect((await plan(savePlan, { code: 'max', charges }, call)).needsConsent).toBe(false);
  });

  it('D1: asks before it changes a plan that a subscription is about to move to', async () => {
    const call = await withAcme(testCall());
    await run(savePlan, { ...NEW, code: 'mini', price: USD('1.00') }, call);
    await call.engine.subscriptions.changePlan({ subscriptionKey: 'acme-pro', planCode: 'mini' });
    const change = await plan(savePlan, { code: 'mini', price: USD('9999.00') }, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain(
      'which 1 subscription is about to move to: price from 1.00 USD',
    );
  });

  it('D1: asks where there are too many subscriptions to know whether one is to move', async () => {
    const call = await withAcme(testCall());
    await run(savePlan, NEW, call);
    for (let index = 0; index < 501; index++) {
      await call.engine.subscriptions.create({
        subscriptionKey: `acme-${index}`,
        customerKey: 'acme',
        planCode: 'pro',
      });
    }
    const change = await plan(savePlan, { code: 'max', price: USD('9999.00') }, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain('some subscriptions may be about to move to');
  });

  it('D3: rests the consent on the plan as it is and on who is on it', async () => {
    const call = await withAcme(testCall());
    const args = { code: 'pro', price: USD('25.00') };
    const before = await plan(savePlan, args, call);
    await call.engine.plans.update({ code: 'pro', trialDays: 3 });
    const after = await plan(savePlan, args, call);
    expect(after.basis).not.toEqual(before.basis);
  });

  it('changes a plan that nobody is on without asking', async () => {
    const call = testCall();
    await run(savePlan, NEW, call);
    const change = await plan(savePlan, { code: 'max', name: 'Maximum' }, call);
    expect(change.needsConsent).toBe(false);
  });

  it('S4: changes no plan in use for a token without the scope for money', async () => {
    const call = await withAcme(testCall());
    const limited = { ...call, principal: { id: 'x', scopes: ['billing:write'] } };
    await expect(
      plan(savePlan, { code: 'pro', price: USD('1.00') }, limited),
    ).rejects.toMatchObject({ code: 'denied' });
  });

  it('A: idempotent: called twice leaves equal state', async () => {
    const call = testCall();
    await run(savePlan, NEW, call);
    const once = await stateOf(call);
    await run(savePlan, NEW, call);
    expect(await stateOf(call)).toEqual(once);
  });

  it('refuses another interval for a plan that is there', async () => {
    const call = await withAcme(testCall());
    await expect(plan(savePlan, { code: 'pro', interval: 'yearly' }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'interval' },
    });
  });

  it.each([
    [{ price: { amount: '5.00', currency: 'EUR' } }, 'price'],
    [{ removeCharges: ['nope'] }, 'removeCharges'],
  ])('asks nobody for what a plan in use refuses: %j', async (args, field) => {
    const call = await withAcme(testCall());
    await expect(plan(savePlan, { code: 'pro', ...args }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field },
    });
  });
});
