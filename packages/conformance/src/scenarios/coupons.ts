import { ensure, hasFields, isUnknown, refuses, same } from '../assertions.ts';
import {
  after,
  applied,
  coupon,
  customer,
  DAY,
  metric,
  money,
  plan,
  standardCharge,
  UNKNOWN_ID,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';
import { codedObjectScenarios } from './coded-objects.ts';

/** The coupons that a customer has now. */
async function activeOf(context: ScenarioContext, customerKey: string): Promise<string[]> {
  const { items } = await context.billing.coupons.listApplied({ customerKey, status: 'active' });
  return items.map(({ couponCode }) => couponCode);
}

const applying: readonly Scenario[] = [
  {
    operation: 'coupons.apply',
    title: 'gives the customer the coupon as it is',
    needs: ['customers.upsert', 'coupons.create', 'coupons.listApplied'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: couponCode, discount } = await coupon(context, '5');
      const given = await applied(context, customerKey, couponCode);
      const frequency = { type: 'once' };
      const expected = { couponCode, customerKey, status: 'active', discount, frequency };
      hasFields(given, expected, 'the applied coupon');
      same(given.remainingAmount, money(context, '5'), 'what is left of it');
      await context.settle();
      const { items } = await context.billing.coupons.listApplied({ customerKey });
      same(
        items.map(({ id }) => id),
        [given.id],
        'the coupons of the customer',
      );
    },
  },
  {
    operation: 'coupons.apply',
    title: 'takes another discount and frequency for one customer',
    needs: ['customers.upsert', 'coupons.create', 'coupons.get'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: couponCode } = await coupon(context, '5');
      const before = await context.billing.coupons.get({ code: couponCode });
      const own = {
        discount: { type: 'percentage', rate: '12.5' },
        frequency: { type: 'recurring', periods: 3 },
      } as const;
      const given = await context.billing.coupons.apply({ customerKey, couponCode, ...own });
      hasFields(given, { ...own, remainingPeriods: 3 }, 'the applied coupon');
      same(await context.billing.coupons.get({ code: couponCode }), before, 'the coupon itself');
    },
  },
  {
    operation: 'coupons.apply',
    title: 'refuses an unknown customer and an unknown coupon',
    needs: ['customers.upsert', 'coupons.create'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5');
      await isUnknown(() => applied(context, context.key('customer'), code), 'nobody');
      await isUnknown(() => applied(context, customerKey, context.key('coupon')), 'no coupon');
    },
  },
  {
    operation: 'coupons.apply',
    title: 'refuses a second time of a coupon that is not reusable',
    needs: ['customers.upsert', 'coupons.create', 'coupons.remove'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5', { reusable: false });
      const { id: appliedCouponId } = await applied(context, customerKey, code);
      await refuses('conflict', () => applied(context, customerKey, code), 'a second time');
      await context.billing.coupons.remove({ appliedCouponId });
      await context.settle();
      await refuses('conflict', () => applied(context, customerKey, code), 'once ever');
      const another = await customer(context);
      await applied(context, another.customerKey, code);
    },
  },
  {
    operation: 'coupons.apply',
    title: 'refuses a second coupon for the same plan',
    needs: ['customers.upsert', 'plans.create', 'coupons.create', 'coupons.listApplied'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: planCode } = await plan(context);
      const limit = { to: 'plans' as const, plans: [planCode] };
      const first = await coupon(context, '5', { limit });
      const second = await coupon(context, '5', { limit });
      await applied(context, customerKey, first.code);
      await refuses('conflict', () => applied(context, customerKey, second.code), 'the overlap');
      same(await activeOf(context, customerKey), [first.code], 'coupons of the customer');
    },
  },
  {
    operation: 'coupons.apply',
    title: 'refuses a coupon that has expired, and leaves what was applied before',
    needs: ['customers.upsert', 'coupons.create', 'coupons.listApplied'],
    needsClock: true,
    async run(context) {
      const early = await customer(context);
      const late = await customer(context);
      const expiresAt = after(context.now(), DAY);
      const { code } = await coupon(context, '5', { expiresAt });
      await applied(context, early.customerKey, code);
      await context.advanceTo(after(expiresAt, DAY));
      const call = () => applied(context, late.customerKey, code);
      await refuses(['conflict', 'not_found'], call, 'an expired coupon');
      same(await activeOf(context, early.customerKey), [code], 'coupons of the early customer');
    },
  },
  {
    operation: 'coupons.apply',
    title: 'with the same idempotencyKey gives the coupon once',
    needs: ['customers.upsert', 'coupons.create', 'coupons.listApplied'],
    limits: { idempotencyKeys: true },
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: couponCode } = await coupon(context, '5');
      const options = { idempotencyKey: context.key('call') };
      const first = await context.billing.coupons.apply({ customerKey, couponCode }, options);
      const again = await context.billing.coupons.apply({ customerKey, couponCode }, options);
      same(again, first, 'the repeated call');
      same(await activeOf(context, customerKey), [couponCode], 'coupons of the customer');
    },
  },
];

const listing: readonly Scenario[] = [
  {
    operation: 'coupons.listApplied',
    title: 'brings each application once, newest first, by page and by iteration',
    needs: ['customers.upsert', 'coupons.create', 'coupons.apply'],
    async run(context) {
      const { customerKey } = await customer(context);
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) {
        const { code } = await coupon(context, '5');
        ids.unshift((await applied(context, customerKey, code)).id);
      }
      await context.settle();
      const list = (page: object) => context.billing.coupons.listApplied({ customerKey, ...page });
      await sameInEveryWay(list, ({ id }) => id, ids);
    },
  },
  {
    operation: 'coupons.listApplied',
    title: 'takes only those of the customer, the coupon and the status asked for',
    needs: ['customers.upsert', 'coupons.create', 'coupons.apply', 'coupons.remove'],
    async run(context) {
      const [one, two] = [await customer(context), await customer(context)];
      const { code } = await coupon(context, '5');
      const { code: other } = await coupon(context, '6');
      const first = await applied(context, one.customerKey, code);
      const second = await applied(context, two.customerKey, code);
      const third = await applied(context, one.customerKey, other);
      await context.billing.coupons.remove({ appliedCouponId: first.id });
      await context.settle();
      const found = async (filter: object) =>
        (await context.billing.coupons.listApplied(filter)).items.map(({ id }) => id);
      same(await found({ couponCode: code }), [second.id, first.id], 'by coupon');
      const { customerKey } = one;
      same(await found({ customerKey }), [third.id, first.id], 'by customer');
      same(await found({ customerKey, status: 'active' }), [third.id], 'active ones');
      same(await found({ customerKey, status: 'terminated' }), [first.id], 'terminated ones');
    },
  },
];

const ending: readonly Scenario[] = [
  {
    operation: 'coupons.remove',
    title: 'takes the coupon from this customer only',
    needs: ['customers.upsert', 'coupons.create', 'coupons.apply', 'coupons.listApplied'],
    async run(context) {
      const [one, two] = [await customer(context), await customer(context)];
      const { code } = await coupon(context, '5');
      const { id: appliedCouponId } = await applied(context, one.customerKey, code);
      await applied(context, two.customerKey, code);
      const removed = await context.billing.coupons.remove({ appliedCouponId });
      same(removed.status, 'terminated', 'the status');
      await context.settle();
      same(await activeOf(context, one.customerKey), [], 'coupons of the customer');
      same(await activeOf(context, two.customerKey), [code], 'coupons of the other customer');
    },
  },
  {
    operation: 'coupons.remove',
    title: 'refuses an id that nothing has',
    async run(context) {
      const call = () => context.billing.coupons.remove({ appliedCouponId: UNKNOWN_ID });
      await isUnknown(call, 'nothing');
    },
  },
  {
    operation: 'coupons.delete',
    title: 'ends the coupon for everybody who has it',
    needs: ['customers.upsert', 'coupons.create', 'coupons.apply', 'coupons.listApplied'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5');
      const { code: other } = await coupon(context, '5');
      await applied(context, customerKey, code);
      await applied(context, customerKey, other);
      await context.billing.coupons.delete({ code });
      await context.settle();
      same(await activeOf(context, customerKey), [other], 'coupons of the customer');
    },
  },
  {
    operation: 'coupons.update',
    title: 'changes the discount until the first customer has it, and not after',
    needs: ['customers.upsert', 'coupons.create', 'coupons.get', 'coupons.apply'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5');
      const discount = { type: 'percentage', rate: '10' } as const;
      const change = { discount, frequency: { type: 'forever' } as const, reusable: false };
      await context.billing.coupons.update({ code, ...change });
      hasFields(await context.billing.coupons.get({ code }), change, 'the coupon');
      await applied(context, customerKey, code);
      await context.settle();
      const other = { type: 'percentage', rate: '90' } as const;
      const call = () => context.billing.coupons.update({ code, discount: other });
      await refuses('conflict', call, 'a coupon that a customer has');
      hasFields(await context.billing.coupons.get({ code }), { discount }, 'the coupon');
    },
  },
];

/** What every provider does with coupons. */
export const couponScenarios: readonly Scenario[] = [
  ...codedObjectScenarios({
    port: 'coupons',
    fields: (context) => ({
      name: 'Welcome',
      description: 'For new customers',
      discount: { type: 'fixed_amount', amount: money(context, '10') },
      frequency: { type: 'recurring', periods: 2 },
      reusable: false,
    }),
    otherFields: () => ({
      name: 'Tenth',
      discount: { type: 'percentage', rate: '10' },
      frequency: { type: 'forever' },
    }),
    change: {
      set: { name: 'Bienvenue', description: 'Pour les nouveaux' },
      clear: { description: null },
      cleared: { name: 'Bienvenue', description: undefined },
    },
  }),
  {
    operation: 'coupons.create',
    title: 'keeps what it is limited to',
    needs: ['metrics.create', 'plans.create', 'coupons.get'],
    async run(context) {
      const { code: metricCode } = await metric(context);
      const { code: planCode } = await plan(context, {
        charges: [standardCharge(metricCode, '1')],
      });
      for (const limit of [
        { to: 'plans' as const, plans: [planCode] },
        { to: 'metrics' as const, metrics: [metricCode] },
      ]) {
        const { code } = await coupon(context, '1', { limit });
        hasFields(await context.billing.coupons.get({ code }), { limit }, 'the coupon');
      }
    },
  },
  {
    operation: 'coupons.create',
    title: 'refuses a limit to a plan or a metric that is not there',
    needs: ['coupons.get'],
    async run(context) {
      const code = context.key('coupon');
      const plans = { to: 'plans' as const, plans: [context.key('plan')] };
      await isUnknown(() => coupon(context, '1', { code, limit: plans }), 'an unknown plan');
      const metrics = { to: 'metrics' as const, metrics: [context.key('metric')] };
      await isUnknown(() => coupon(context, '1', { code, limit: metrics }), 'an unknown metric');
      await isUnknown(() => context.billing.coupons.get({ code }), 'the refused coupon');
    },
  },
  {
    operation: 'coupons.create',
    title: 'is active until it expires',
    needs: ['coupons.get'],
    async run(context) {
      const expiresAt = after(context.now(), 30 * DAY);
      const { code } = await coupon(context, '1', { expiresAt });
      const kept = await context.billing.coupons.get({ code });
      same(kept.status, 'active', 'the status');
      ensure(kept.expiresAt === expiresAt, `expires at ${kept.expiresAt}, not ${expiresAt}`);
    },
  },
  ...applying,
  ...listing,
  ...ending,
];
