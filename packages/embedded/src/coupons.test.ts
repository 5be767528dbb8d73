import {
  AppliedCoupon,
  Coupon,
  type CouponLimit,
  type CreateCouponInput,
  contract,
} from '@billport/core';
import { describe, expect, it } from 'vitest';
import { openPorts, refusal, START, type TestPorts } from './object-ports.fixture.ts';

const ten: CreateCouponInput = {
  code: 'ten',
  discount: { type: 'percentage', rate: '10' },
  frequency: { type: 'forever' },
};
const dollars = (amount: string) => ({ amount, currency: 'USD' });

/** Metrics `calls` and `disk`; plan `basic` charges for calls, plan `bare` for nothing. */
async function openShop(): Promise<TestPorts> {
  const ports = openPorts();
  const { billing } = ports;
  for (const code of ['calls', 'disk'])
    await billing.metrics.create({ code, aggregation: 'count' });
  const charge = {
    metric: 'calls',
    model: 'standard',
    timing: 'arrears',
    pricing: { unitAmount: '1' },
  } as const;
  for (const [code, charges] of [
    ['basic', [charge]],
    ['bare', []],
  ] as const) {
    await billing.plans.create({
      code,
      interval: 'monthly',
      timing: 'arrears',
      price: dollars('10.00'),
      charges: [...charges],
    });
  }
  await billing.customers.upsert({ customerKey: 'acme' });
  return ports;
}

describe('coupons.create', () => {
  it('stores the coupon as it was given', async () => {
    const { billing } = await openShop();
    const input: CreateCouponInput = {
      code: 'five',
      name: 'Five off',
      discount: { type: 'fixed_amount', amount: dollars('5.00') },
      frequency: { type: 'recurring', periods: 3 },
      limit: { to: 'plans', plans: ['basic', 'bare'] },
      reusable: false,
      expiresAt: '2026-04-01T00:00:00.000Z',
    };
    const coupon = await billing.coupons.create(input);
    expect(coupon).toEqual({ ...input, status: 'active', createdAt: START });
    expect(Coupon.parse(await billing.coupons.get({ code: 'five' }))).toEqual(coupon);
  });

  it('refuses a code that is taken', async () => {
    const ports = await openShop();
    await ports.billing.coupons.create(ten);
    const error = await refusal(ports, () => ports.billing.coupons.create(ten));
    expect(error).toMatchObject({ code: 'already_exists', details: { key: 'ten' } });
  });

  it.each([
    [{ to: 'plans', plans: ['basic', 'nothing'] }, ['limit', 'plans', 1], 'plan'],
    [{ to: 'metrics', metrics: ['nothing'] }, ['limit', 'metrics', 0], 'metric'],
  ] as [CouponLimit, (string | number)[], string][])(
    'names what a limit names and does not exist: %j',
    async (limit, path, resource) => {
      const ports = await openShop();
      const error = await refusal(ports, () => ports.billing.coupons.create({ ...ten, limit }));
      expect(error).toMatchObject({
        code: 'not_found',
        details: { resource, key: 'nothing' },
        issues: [{ path }],
      });
    },
  );

  it('shows a coupon as terminated from the moment it expires', async () => {
    const { billing, clock } = await openShop();
    await billing.coupons.create({ ...ten, expiresAt: '2026-03-02T00:00:00.000Z' });
    clock.moveTo('2026-03-01T23:59:59.999Z');
    expect(await billing.coupons.get({ code: 'ten' })).toMatchObject({ status: 'active' });
    clock.moveTo('2026-03-02T00:00:00.000Z');
    expect(await billing.coupons.get({ code: 'ten' })).toMatchObject({ status: 'terminated' });
    expect((await billing.coupons.list()).items).toMatchObject([{ status: 'terminated' }]);
    const updated = await billing.coupons.update({ code: 'ten', expiresAt: null });
    expect(updated.status).toBe('active');
    expect(updated.expiresAt).toBeUndefined();
  });
});

describe('coupons.update', () => {
  it('changes everything until a customer has it', async () => {
    const { billing } = await openShop();
    await billing.coupons.create({
      ...ten,
      description: 'Old',
      limit: { to: 'plans', plans: ['bare'] },
    });
    const coupon = await billing.coupons.update({
      code: 'ten',
      name: 'Twenty',
      description: null,
      discount: { type: 'percentage', rate: '20' },
      frequency: { type: 'once' },
      limit: null,
      reusable: false,
    });
    expect(coupon).toEqual({
      code: 'ten',
      name: 'Twenty',
      discount: { type: 'percentage', rate: '20' },
      frequency: { type: 'once' },
      reusable: false,
      status: 'active',
      createdAt: START,
    });
  });

  const terms = {
    discount: { type: 'percentage', rate: '20' },
    frequency: { type: 'once' },
    limit: { to: 'plans', plans: ['basic'] },
    reusable: false,
  } as const;
  it.each(Object.keys(terms) as (keyof typeof terms)[])(
    'refuses to change %s after it was applied, also when it was removed again',
    async (term) => {
      const ports = await openShop();
      const { coupons } = ports.billing;
      await coupons.create(ten);
      const { id } = await coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
      await coupons.remove({ appliedCouponId: id });
      const error = await refusal(ports, () =>
        coupons.update({ code: 'ten', [term]: terms[term] }),
      );
      expect(error).toMatchObject({ code: 'conflict', issues: [{ path: [term] }] });
    },
  );

  it('takes the same terms again, and new words and a new expiry, after it was applied', async () => {
    const { billing } = await openShop();
    await billing.coupons.create(ten);
    await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    const coupon = await billing.coupons.update({
      ...ten,
      reusable: true,
      limit: null,
      name: 'Ten',
      expiresAt: '2026-05-01T00:00:00Z',
    });
    expect(coupon).toMatchObject({ name: 'Ten', expiresAt: '2026-05-01T00:00:00.000Z' });
  });

  it('names what a limit names and does not exist', async () => {
    const ports = await openShop();
    await ports.billing.coupons.create(ten);
    const error = await refusal(ports, () =>
      ports.billing.coupons.update({ code: 'ten', limit: { to: 'metrics', metrics: ['x'] } }),
    );
    expect(error).toMatchObject({ code: 'not_found', issues: [{ path: ['limit', 'metrics', 0] }] });
  });
});

describe('coupons.apply', () => {
  it.each([
    [ten.discount, { type: 'forever' }, {}],
    [ten.discount, { type: 'once' }, {}],
    [ten.discount, { type: 'recurring', periods: 4 }, { remainingPeriods: 4 }],
    [
      { type: 'fixed_amount', amount: dollars('5.00') },
      { type: 'once' },
      { remainingAmount: dollars('5.00') },
    ],
    [
      { type: 'fixed_amount', amount: dollars('5.00') },
      { type: 'recurring', periods: 2 },
      { remainingPeriods: 2 },
    ],
    [{ type: 'fixed_amount', amount: dollars('5.00') }, { type: 'forever' }, {}],
  ] as [CreateCouponInput['discount'], CreateCouponInput['frequency'], object][])(
    'gives %j %j with what is left of it',
    async (discount, frequency, rest) => {
      const { billing } = await openShop();
      await billing.coupons.create({ code: 'c', discount, frequency });
      const applied = await billing.coupons.apply({ customerKey: 'acme', couponCode: 'c' });
      expect(AppliedCoupon.parse(applied)).toEqual({
        id: applied.id,
        couponCode: 'c',
        customerKey: 'acme',
        status: 'active',
        discount,
        frequency,
        ...rest,
        createdAt: START,
      });
    },
  );

  it('takes another discount and frequency instead of those of the coupon', async () => {
    const { billing } = await openShop();
    await billing.coupons.create(ten);
    const own = {
      discount: { type: 'fixed_amount', amount: dollars('7.00') },
      frequency: { type: 'once' },
    } as const;
    expect(
      await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten', ...own }),
    ).toMatchObject({ ...own, remainingAmount: dollars('7.00') });
  });

  it.each([
    ['customer', { customerKey: 'nobody', couponCode: 'ten' }],
    ['coupon', { customerKey: 'acme', couponCode: 'nothing' }],
  ])('does not know a %s that is not there', async (resource, input) => {
    const ports = await openShop();
    await ports.billing.coupons.create(ten);
    const error = await refusal(ports, () => ports.billing.coupons.apply(input));
    expect(error).toMatchObject({ code: 'not_found', details: { resource } });
  });

  it('refuses an expired coupon; what was applied before goes on', async () => {
    const ports = await openShop();
    const { billing, clock } = ports;
    await billing.coupons.create({ ...ten, expiresAt: '2026-03-02T00:00:00.000Z' });
    const { id } = await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    clock.moveTo('2026-03-02T00:00:00.000Z');
    const error = await refusal(ports, () =>
      billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' }),
    );
    expect(error).toMatchObject({ code: 'conflict', details: { key: 'ten', state: 'expired' } });
    const { items } = await billing.coupons.listApplied({ status: 'active' });
    expect(items.map((applied) => applied.id)).toEqual([id]);
  });

  it('gives one that is not reusable once to each customer, also after it was removed', async () => {
    const ports = await openShop();
    const { coupons, customers } = ports.billing;
    await customers.upsert({ customerKey: 'other' });
    await coupons.create({ ...ten, reusable: false });
    const { id } = await coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    const again = () => coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    expect(await refusal(ports, again)).toMatchObject({ code: 'conflict' });
    await coupons.remove({ appliedCouponId: id });
    expect(await refusal(ports, again)).toMatchObject({
      code: 'conflict',
      details: { state: 'used' },
    });
    await coupons.apply({ customerKey: 'other', couponCode: 'ten' });
  });

  it('gives a reusable one as often as asked', async () => {
    const { billing } = await openShop();
    await billing.coupons.create(ten);
    for (let time = 0; time < 2; time++) {
      await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    }
    expect((await billing.coupons.listApplied({ status: 'active' })).items).toHaveLength(2);
  });

  const plan = (...plans: string[]): CouponLimit => ({ to: 'plans', plans });
  const metric = (...metrics: string[]): CouponLimit => ({ to: 'metrics', metrics });
  it.each([
    ['a plan', plan('basic', 'bare'), plan('bare')],
    ['a metric', metric('calls', 'disk'), metric('disk')],
    ['a plan and a metric that it charges for', plan('basic'), metric('calls')],
    ['a metric and a plan that charges for it', metric('calls'), plan('basic')],
  ] as [string, CouponLimit, CouponLimit][])(
    'refuses two coupons that share %s',
    async (_, first, second) => {
      const ports = await openShop();
      const { coupons } = ports.billing;
      await coupons.create({ ...ten, code: 'first', limit: first });
      await coupons.create({ ...ten, code: 'second', limit: second });
      const { id } = await coupons.apply({ customerKey: 'acme', couponCode: 'first' });
      const apply = () => coupons.apply({ customerKey: 'acme', couponCode: 'second' });
      expect(await refusal(ports, apply)).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('"first"'),
        details: { state: 'overlapping' },
      });
      await coupons.remove({ appliedCouponId: id });
      expect(await apply()).toMatchObject({ status: 'active' });
    },
  );

  it.each([
    ['two plans', plan('basic'), plan('bare')],
    ['a plan and a metric that it does not charge for', plan('basic'), metric('disk')],
    ['no limit and a plan', undefined, plan('basic')],
  ] as [string, CouponLimit | undefined, CouponLimit][])(
    'allows two coupons on %s',
    async (_, first, second) => {
      const { billing } = await openShop();
      await billing.coupons.create({ ...ten, code: 'first', ...(first && { limit: first }) });
      await billing.coupons.create({ ...ten, code: 'second', limit: second });
      await billing.coupons.apply({ customerKey: 'acme', couponCode: 'first' });
      await billing.coupons.apply({ customerKey: 'acme', couponCode: 'second' });
      expect((await billing.coupons.listApplied()).items).toHaveLength(2);
    },
  );

  it("refuses a fixed amount in another currency than the customer's, and takes any percentage", async () => {
    const ports = await openShop();
    const { coupons, customers } = ports.billing;
    await customers.upsert({ customerKey: 'paris', currency: 'EUR' });
    await coupons.create({
      code: 'five',
      discount: { type: 'fixed_amount', amount: dollars('5.00') },
      frequency: { type: 'once' },
    });
    await coupons.create(ten);
    const error = await refusal(ports, () =>
      coupons.apply({ customerKey: 'paris', couponCode: 'five' }),
    );
    expect(error).toMatchObject({ code: 'conflict', details: { state: 'other currency' } });
    await coupons.apply({ customerKey: 'paris', couponCode: 'ten' });
    await coupons.apply({ customerKey: 'acme', couponCode: 'five' });
    const inEuro = {
      type: 'fixed_amount',
      amount: { amount: '5.00', currency: 'EUR' },
    } as const;
    await coupons.apply({ customerKey: 'paris', couponCode: 'five', discount: inEuro });
  });

  it('gives one coupon for two calls with one idempotency key', async () => {
    const { billing } = await openShop();
    await billing.coupons.create(ten);
    const apply = () =>
      billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' }, { idempotencyKey: 'once' });
    expect(await apply()).toEqual(await apply());
    expect((await billing.coupons.listApplied()).items).toHaveLength(1);
  });
});

describe('coupons.remove', () => {
  it('ends the coupon once, whatever happens after', async () => {
    const { billing, clock } = await openShop();
    await billing.coupons.create(ten);
    const { id } = await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    const removed = await billing.coupons.remove({ appliedCouponId: id });
    expect(removed).toMatchObject({ status: 'terminated', terminatedAt: START });
    clock.moveTo('2026-03-05T00:00:00.000Z');
    expect(await billing.coupons.remove({ appliedCouponId: id })).toEqual(removed);
  });

  it('does not know an application that is not there', async () => {
    const ports = await openShop();
    const error = await refusal(ports, () =>
      ports.billing.coupons.remove({ appliedCouponId: 'x' }),
    );
    expect(error).toMatchObject({ code: 'not_found', details: { key: 'x' } });
  });
});

describe('coupons.delete', () => {
  it('ends the coupon for everybody and forgets it', async () => {
    const { billing } = await openShop();
    await billing.customers.upsert({ customerKey: 'other' });
    await billing.coupons.create(ten);
    for (const customerKey of ['acme', 'other']) {
      await billing.coupons.apply({ customerKey, couponCode: 'ten' });
    }
    expect(await billing.coupons.delete({ code: 'ten' })).toMatchObject({ status: 'terminated' });
    await expect(billing.coupons.get({ code: 'ten' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await billing.coupons.list()).items).toEqual([]);
    const { items } = await billing.coupons.listApplied({ couponCode: 'ten' });
    expect(items).toMatchObject([{ status: 'terminated' }, { status: 'terminated' }]);
  });

  it('frees the code for another coupon, which nobody has had', async () => {
    const { billing } = await openShop();
    const { coupons } = billing;
    await coupons.create({ ...ten, reusable: false });
    await coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    await coupons.delete({ code: 'ten' });
    await coupons.create({ ...ten, reusable: false });
    await coupons.update({ code: 'ten', frequency: { type: 'once' } });
    expect(await coupons.apply({ customerKey: 'acme', couponCode: 'ten' })).toMatchObject({
      status: 'active',
    });
    expect((await coupons.listApplied({ couponCode: 'ten' })).items).toHaveLength(2);
  });
});

describe('coupons.listApplied', () => {
  it('lists the newest first, by customer, coupon and status', async () => {
    const { billing } = await openShop();
    const { coupons } = billing;
    await billing.customers.upsert({ customerKey: 'other' });
    await coupons.create(ten);
    await coupons.create({ ...ten, code: 'two' });
    const ids: string[] = [];
    for (const customerKey of ['acme', 'other']) {
      for (const couponCode of ['ten', 'two']) {
        ids.push((await coupons.apply({ customerKey, couponCode })).id);
      }
    }
    const [first, second, third, fourth] = ids;
    await coupons.remove({ appliedCouponId: third ?? '' });
    const listed = async (filter: Parameters<typeof coupons.listApplied>[0]) =>
      (await coupons.listApplied(filter)).items.map((applied) => applied.id);
    expect(await listed({})).toEqual([fourth, third, second, first]);
    expect(await listed({ customerKey: 'acme' })).toEqual([second, first]);
    expect(await listed({ couponCode: 'ten' })).toEqual([third, first]);
    expect(await listed({ couponCode: 'ten', status: 'active' })).toEqual([first]);
    expect(await listed({ status: 'terminated' })).toEqual([third]);
    const walked: string[] = [];
    for await (const applied of coupons.listApplied({ limit: 1 })) walked.push(applied.id);
    expect(walked).toEqual([fourth, third, second, first]);
  });
});

describe('a coupon on an invoice that is voided', () => {
  /** A shop where `acme` has the coupon and an invoice of 3.00 that used it. */
  async function openInvoiced(coupon: Partial<CreateCouponInput>) {
    const ports = await openShop();
    const { billing } = ports;
    await billing.plans.create({
      code: 'prepaid',
      interval: 'monthly',
      timing: 'advance',
      price: dollars('3.00'),
    });
    await billing.coupons.create({ ...ten, ...coupon });
    const { id } = await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
    await billing.subscriptions.create({
      subscriptionKey: 's',
      customerKey: 'acme',
      planCode: 'prepaid',
    });
    const [invoice] = (await billing.invoices.list({ customerKey: 'acme' })).items;
    expect(invoice?.coupons).toMatchObject([{ appliedCouponId: id }]);
    return {
      ...ports,
      id,
      voidInvoice: () => billing.invoices.void({ invoiceId: invoice?.id ?? '' }),
      applied: async () =>
        (await billing.coupons.listApplied()).items.find((applied) => applied.id === id),
    };
  }

  it.each([
    [
      'a fixed amount with a rest',
      { discount: { type: 'fixed_amount', amount: dollars('2.00') }, frequency: { type: 'once' } },
      { status: 'terminated', remainingAmount: dollars('0.00') },
      { status: 'active', remainingAmount: dollars('2.00') },
    ],
    [
      'a percentage that counts once',
      { frequency: { type: 'once' } },
      { status: 'terminated' },
      { status: 'active' },
    ],
    [
      'the last of its invoices',
      { frequency: { type: 'recurring', periods: 1 } },
      { status: 'terminated', remainingPeriods: 0 },
      { status: 'active', remainingPeriods: 1 },
    ],
    [
      'one of its invoices',
      { frequency: { type: 'recurring', periods: 3 } },
      { status: 'active', remainingPeriods: 2 },
      { status: 'active', remainingPeriods: 3 },
    ],
  ] as [string, Partial<CreateCouponInput>, object, object][])(
    'gets back %s',
    async (_, coupon, used, restored) => {
      const { applied, voidInvoice } = await openInvoiced(coupon);
      expect(await applied()).toMatchObject(used);
      await voidInvoice();
      expect(await applied()).toMatchObject(restored);
      expect(await applied()).not.toHaveProperty('terminatedAt');
    },
  );

  it('stays removed when it was removed, though at the instant of the invoice', async () => {
    const { billing, id, applied, voidInvoice } = await openInvoiced({});
    await billing.coupons.remove({ appliedCouponId: id });
    await voidInvoice();
    expect(await applied()).toMatchObject({ status: 'terminated', terminatedAt: START });
  });

  it('stays ended when the coupon was deleted, and others can be applied', async () => {
    const { billing, applied, voidInvoice } = await openInvoiced({ frequency: { type: 'once' } });
    await billing.coupons.delete({ code: 'ten' });
    await voidInvoice();
    expect(await applied()).toMatchObject({ status: 'terminated' });
    await billing.coupons.create({ ...ten, limit: { to: 'plans', plans: ['prepaid'] } });
    await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
  });

  it('stays ended when the customer was deleted, whoever has the key then', async () => {
    const { billing, applied, voidInvoice } = await openInvoiced({ frequency: { type: 'once' } });
    await billing.subscriptions.terminate({ subscriptionKey: 's', unusedCredit: 'skip' });
    await billing.customers.delete({ customerKey: 'acme' });
    await billing.customers.upsert({ customerKey: 'acme' });
    await voidInvoice();
    expect(await applied()).toMatchObject({ status: 'terminated' });
  });
});

it('serves every operation of the port', () => {
  const { billing } = openPorts();
  for (const name of Object.keys(contract.coupons)) {
    expect(billing.capabilities[`coupons.${name as keyof typeof contract.coupons}`].level).toBe(
      'native',
    );
  }
});
