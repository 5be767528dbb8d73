import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getUsage } from './get-usage.ts';

describe('get_usage', () => {
  it('shows what a subscription used so far: 3 calls at 0.50', async () => {
    const call = await withAcme(testCall());
    const { facts } = await read(getUsage, { subscription: 'acme-pro' }, call);
    expect(facts.usage).toMatchObject({
      period: '2026-03-01..2026-04-01',
      amount: '1.50 USD',
      charges: [{ chargeCode: 'calls', units: '3', amount: '1.50 USD' }],
    });
  });

  it('shows what each active subscription of a customer used', async () => {
    const call = await withAcme(testCall());
    await call.engine.subscriptions.create({
      subscriptionKey: 'acme-second',
      customerKey: 'acme',
      planCode: 'pro',
    });
    const { facts } = await read(getUsage, { customer: 'Acme Corp' }, call);
    expect(facts.items).toMatchObject([
      { subscriptionKey: 'acme-second', amount: '0.00 USD' },
      { subscriptionKey: 'acme-pro', amount: '1.50 USD' },
    ]);
  });

  it('shows periods that were invoiced', async () => {
    const call = await withAcme(testCall());
    await call.advanceTo('2026-04-02T00:00:00Z');
    const { facts } = await read(getUsage, { customer: 'acme', view: 'past' }, call);
    expect(facts.items).toMatchObject([{ period: '2026-03-01..2026-04-01', amount: '1.50 USD' }]);
  });

  it('R5: asks which subscription is meant when a customer has several', async () => {
    const call = await withAcme(testCall());
    await call.engine.subscriptions.create({
      subscriptionKey: 'acme-second',
      customerKey: 'acme',
      planCode: 'pro',
    });
    const refusal = await refusalOf(read(getUsage, { customer: 'acme', view: 'past' }, call));
    expect(refusal.code).toBe('ambiguous');
    expect(refusal.options.facts?.candidates).toMatchObject([
      { subscriptionKey: 'acme-second' },
      { subscriptionKey: 'acme-pro' },
    ]);
  });

  it('R5: does not take the subscription of one customer for that of another', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const args = { customer: 'beta', subscription: 'acme-pro' };
    for (const view of ['current', 'past']) {
      const refusal = await refusalOf(read(getUsage, { ...args, view }, call));
      expect(refusal.options.field).toBe('subscription');
    }
  });

  it('estimates the fees of an event without recording it', async () => {
    const call = await withAcme(testCall());
    await call.engine.plans.create({
      code: 'instant',
      interval: 'monthly',
      price: { amount: '0.00', currency: 'USD' },
      timing: 'arrears',
      charges: [
        { metric: 'calls', timing: 'advance', model: 'standard', pricing: { unitAmount: '0.1' } },
      ],
    });
    await call.engine.subscriptions.create({
      subscriptionKey: 'acme-instant',
      customerKey: 'acme',
      planCode: 'instant',
    });
    const args = { subscription: 'acme-instant', view: 'estimate', event: { metric: 'API calls' } };
    const { facts } = await read(getUsage, args, call);
    expect(facts.items).toMatchObject([{ chargeCode: 'calls', amount: '0.10 USD' }]);
    const { items } = await call.engine.usage.listEvents({ subscriptionKey: 'acme-instant' });
    expect(items).toEqual([]);
  });

  it('names the argument that is missing', async () => {
    const call = await withAcme(testCall());
    const missing = async (args: object) =>
      (await refusalOf(read(getUsage, args, call))).options.field;
    expect(await missing({})).toBe('subscription');
    expect(await missing({ subscription: 'acme-pro', view: 'estimate' })).toBe('event');
  });

  it('R6: says what the provider has instead of estimates', async () => {
    const call = await withAcme(
      testCall({ without: { 'usage.estimateFees': 'usage.current tells the cost.' } }),
    );
    const args = { subscription: 'acme-pro', view: 'estimate', event: { metric: 'calls' } };
    const refusal = await refusalOf(read(getUsage, args, call));
    expect([refusal.code, refusal.options.next]).toEqual([
      'unsupported',
      'usage.current tells the cost.',
    ]);
  });

  it('pages through the usage of many subscriptions of a customer', async () => {
    const call = await withAcme(testCall());
    for (let index = 0; index < 11; index += 1) {
      await call.engine.subscriptions.create({
        subscriptionKey: `more-${index}`,
        customerKey: 'acme',
        planCode: 'pro',
      });
    }
    const keysOf = ({ facts }: { facts: { readonly items?: unknown } }) =>
      (facts.items as { subscriptionKey: string }[]).map(({ subscriptionKey }) => subscriptionKey);
    const first = await read(getUsage, { customer: 'acme' }, call);
    expect(keysOf(first)).toHaveLength(10);
    expect(first.summary).toContain(', and there are more.');
    const cursor = first.facts.nextCursor;
    const second = await read(getUsage, { customer: 'acme', cursor }, call);
    expect(keysOf(second)).toEqual(['more-0', 'acme-pro']);
    expect(second.next).toBeUndefined();
    expect(keysOf(await read(getUsage, { customer: 'acme', limit: 2 }, call))).toEqual([
      'more-10',
      'more-9',
    ]);
  });

  it.each([
    [{ customer: 'acme', event: { metric: 'calls' } }, 'event'],
    [{ customer: 'acme', view: 'past', event: { metric: 'calls' } }, 'event'],
    [{ subscription: 'acme-pro', cursor: 'x' }, 'cursor'],
    [{ customer: 'acme', view: 'estimate', event: { metric: 'calls' }, cursor: 'x' }, 'cursor'],
  ])('R4: refuses what has no part in %o: %s', async (args, field) => {
    const refusal = await refusalOf(read(getUsage, args, await withAcme(testCall())));
    expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', field]);
  });
});
