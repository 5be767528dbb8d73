import { describe, expect, it } from 'vitest';
import { run } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { applyCoupon } from './apply-coupon.ts';

describe('apply_coupon', () => {
  it('D1: asks before it gives a customer a coupon, by name', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta', name: 'Beta', currency: 'USD' });
    const args = { customer: 'Beta', coupon: 'Spring sale' };
    const change = await plan(applyCoupon, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      targets: ['customer:beta', 'coupon:spring'],
    });
    expect(change.effect).toContain('25% off, forever');
    await run(applyCoupon, args, call);
    const { items } = await call.engine.coupons.listApplied({ customerKey: 'beta' });
    expect(items).toMatchObject([{ couponCode: 'spring', status: 'active' }]);
  });

  it('takes other terms, and tells the money of a fixed amount', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta', currency: 'USD' });
    const amount = { amount: '7.50', currency: 'USD' };
    const args = {
      customer: 'beta',
      coupon: 'spring',
      discount: { type: 'fixed_amount', amount },
      frequency: { type: 'once' },
    };
    const change = await plan(applyCoupon, args, call);
    expect(change.money).toEqual(amount);
    expect(change.effect).toContain('7.50 USD off, once');
    await run(applyCoupon, args, call);
    const { items } = await call.engine.coupons.listApplied({ customerKey: 'beta' });
    expect(items).toMatchObject([{ discount: { amount } }]);
  });

  it('says that the customer has it already', async () => {
    const call = await withAcme(testCall());
    const change = await plan(applyCoupon, { customer: 'acme', coupon: 'spring' }, call);
    expect(change.effect).toContain('(it has it 1 time already)');
  });

  it('R5: acts on nothing where the name fits nothing', async () => {
    const call = await withAcme(testCall());
    await expect(
      plan(applyCoupon, { customer: 'acme', coupon: '25%' }, call),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('asks nobody for a coupon that has expired, or that takes off another currency', async () => {
    const call = await withAcme(testCall());
    const once = { type: 'once' } as const;
    const euros = { type: 'fixed_amount', amount: { amount: '5.00', currency: 'EUR' } } as const;
    await call.engine.coupons.create({
      code: 'old',
      discount: { type: 'percentage', rate: '10' },
      frequency: once,
      expiresAt: '2026-03-11T00:00:00Z',
    });
    await call.engine.coupons.create({ code: 'euros', discount: euros, frequency: once });
    const refused = (coupon: string, message: string) =>
      expect(plan(applyCoupon, { customer: 'acme', coupon }, call)).rejects.toMatchObject({
        options: { field: 'coupon', message: expect.stringContaining(message) },
      });
    expect((await plan(applyCoupon, { customer: 'acme', coupon: 'old' }, call)).needsConsent).toBe(
      true,
    );
    await call.advanceTo('2026-03-11T00:00:00Z');
    await refused('old', 'expired at 2026-03-11');
    await refused('euros', 'is in EUR, and ');
  });
});
