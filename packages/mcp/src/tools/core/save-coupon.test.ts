import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { saveCoupon } from './save-coupon.ts';

const NEW = {
  code: 'autumn',
  discount: { type: 'fixed_amount', amount: { amount: '10.00', currency: 'USD' } },
  frequency: { type: 'recurring', periods: 3 },
};

describe('save_coupon', () => {
  it('A: creates a coupon; called twice leaves equal state', async () => {
    const call = testCall();
    const change = await plan(saveCoupon, NEW, call);
    expect(change.effect).toContain('10.00 USD off, 3 invoices');
    expect(change.needsConsent).toBe(false);
    await run(saveCoupon, NEW, call);
    const once = await stateOf(call);
    await run(saveCoupon, NEW, call);
    expect(await stateOf(call)).toEqual(once);
    expect(await call.engine.coupons.get({ code: 'autumn' })).toMatchObject(NEW);
  });

  it('changes the name of one that is there', async () => {
    const call = await withAcme(testCall());
    await run(saveCoupon, { code: 'spring', name: 'Easter' }, call);
    expect(await call.engine.coupons.get({ code: 'spring' })).toMatchObject({ name: 'Easter' });
  });

  it('holds discount and frequency against the contract before anything is done', async () => {
    const call = testCall();
    const discount = { type: 'percentage', rate: '101' };
    await expect(plan(saveCoupon, { ...NEW, discount }, call)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['discount', 'rate'] }],
    });
    await expect(plan(saveCoupon, { code: 'x' }, call)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('leaves the terms of one that customers have to the provider, which refuses', async () => {
    const call = await withAcme(testCall());
    const args = { code: 'spring', discount: { type: 'percentage', rate: '50' } };
    await expect(run(saveCoupon, args, call)).rejects.toMatchObject({ code: 'conflict' });
  });
});
