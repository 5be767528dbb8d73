import {
  type Billing,
  BillingError,
  type CreatePlanInput,
  type Plan,
  type Tax,
} from '@billport/core';
import {
  callOf,
  type Mutation,
  wrongError,
  wrongInput,
  wrongOptions,
  wrongResult,
} from './mutation.ts';

type Priced = { charges?: { pricing: { tiers?: { flatAmount?: string }[] } }[] };

async function otherCharges(
  provider: Billing,
  code: string,
  kept: readonly Plan['charges'][number][],
) {
  const { charges } = await provider.plans.get({ code });
  const codes = charges.map((charge) => charge.code ?? charge.metric);
  return codes.filter((one) => !kept.some((charge) => (charge.code ?? charge.metric) === one));
}

/** Mistakes with metrics, plans, taxes and coupons. */
export const catalogueMutations: readonly Mutation[] = [
  wrongError(
    'takes a second metric of a code for an update',
    'metrics.create',
    (error, input: { code: string }, provider) => {
      if (error.code !== 'already_exists') throw error;
      return provider.metrics.update({ code: input.code, name: 'Overwritten' });
    },
  ),
  wrongError(
    'says that it deleted a metric that is in use',
    'metrics.delete',
    (error, { code }: { code: string }, provider) => {
      if (error.code !== 'conflict') throw error;
      return provider.metrics.get({ code });
    },
  ),
  wrongResult('computes with floats', 'metrics.evaluateExpression', (result: { value: string }) => {
    if (result.value === '0.3') result.value = String(0.1 + 0.2);
  }),
  wrongOptions(
    'does not look at the idempotency key',
    'metrics.create',
    ({ idempotencyKey: _, ...others }) => others,
  ),
  wrongInput('drops the flat amounts of tiers', 'plans.create', (plan: Priced) => {
    for (const { pricing } of plan.charges ?? []) {
      for (const tier of pricing.tiers ?? []) delete tier.flatAmount;
    }
  }),
  wrongInput(
    'replaces all charges of a plan',
    'plans.update',
    async (
      input: { code: string; charges?: Plan['charges']; removeCharges?: string[] },
      provider,
    ) => {
      if (input.charges === undefined) return;
      input.removeCharges = await otherCharges(provider, input.code, input.charges);
    },
  ),
  wrongResult('shows yen with two digits', 'plans.create', (plan: Plan) => {
    if (plan.price.currency === 'JPY') plan.price.amount += '.00';
  }),
  wrongInput('cuts unit prices to eight digits', 'plans.create', (plan: CreatePlanInput) => {
    for (const { pricing } of plan.charges ?? []) {
      if ('unitAmount' in pricing) pricing.unitAmount = pricing.unitAmount.slice(0, 10);
    }
  }),
  wrongError(
    'makes up a metric that is not there',
    'plans.create',
    async (error, input: CreatePlanInput, provider) => {
      const metric = error.issues?.find(({ path }) => path.includes('metric'));
      if (metric === undefined) throw error;
      for (const charge of input.charges ?? []) {
        await provider.metrics.create({ aggregation: 'count', code: charge.metric });
      }
      return provider.plans.create(input);
    },
  ),
  wrongInput('cuts rates to two digits', 'taxes.create', (input: Tax) => {
    input.rate = input.rate.slice(0, input.rate.indexOf('.') < 0 ? 9 : input.rate.indexOf('.') + 3);
  }),
  wrongInput(
    'takes the wrong tax away',
    'taxes.delete',
    async (input: { code: string }, provider) => {
      const { items } = await provider.taxes.list({ limit: 100 });
      const other = items.find(({ code }) => code !== input.code);
      if (other) input.code = other.code;
    },
  ),
  {
    name: 'gives a coupon and forgets it',
    touches: ['coupons.apply'],
    break: (provider) => {
      const mutation = wrongResult('', 'coupons.apply', async (given: { id: string }) => {
        await provider.coupons.remove({ appliedCouponId: given.id });
      });
      return mutation.break(provider);
    },
  },
  wrongResult(
    'takes the coupon from everybody',
    'coupons.remove',
    async ({ couponCode }: { couponCode: string }, _: never, provider) => {
      const { items } = await provider.coupons.listApplied({ couponCode, status: 'active' });
      for (const { id } of items) await provider.coupons.remove({ appliedCouponId: id });
    },
  ),
  wrongError(
    'gives a coupon a second time that may be had once',
    'coupons.apply',
    async (error, input: { couponCode: string; customerKey: string }, provider) => {
      if (error.code !== 'conflict') throw error;
      const { items } = await provider.coupons.listApplied(input);
      if (items[0] === undefined) throw error;
      return items[0];
    },
  ),
  wrongInput(
    'forgets what a coupon is limited to',
    'coupons.create',
    (input: { limit?: unknown }) => {
      delete input.limit;
    },
  ),
  wrongError(
    'makes up a customer for a subscription',
    'subscriptions.create',
    async (error, input: { customerKey: string }, provider) => {
      if (error.code !== 'not_found') throw error;
      await provider.customers.upsert({ customerKey: input.customerKey });
      return callOf(provider, 'subscriptions.create')(input as never, {});
    },
  ),
  wrongError(
    'takes a second subscription of a key for a change of plan',
    'subscriptions.create',
    async (error, input: { subscriptionKey: string; planCode: string }, provider) => {
      if (error.code !== 'already_exists') throw error;
      const { subscriptionKey, planCode } = input;
      return (await provider.subscriptions.changePlan({ subscriptionKey, planCode })).subscription;
    },
  ),
  wrongInput(
    'begins every subscription now',
    'subscriptions.create',
    (input: { startAt?: unknown }) => {
      delete input.startAt;
    },
  ),
  wrongResult(
    'calls a downgrade an upgrade',
    'subscriptions.changePlan',
    (result: { change: string }) => {
      if (result.change === 'downgrade') result.change = 'upgrade';
    },
  ),
  wrongInput(
    'makes an invoice at the end although told not to',
    'subscriptions.terminate',
    (input: { finalInvoice?: unknown }) => {
      delete input.finalInvoice;
    },
  ),
  wrongResult(
    'finds terminated subscriptions active',
    'subscriptions.get',
    (found: { status: string }) => {
      if (found.status === 'terminated') found.status = 'active';
    },
  ),
  wrongResult('is never well', 'health.check', (health: { ok: boolean }) => {
    health.ok = false;
  }),
  wrongError('leaks a secret', 'taxes.get', (error) => {
    throw new BillingError(error.code, {
      message: error.message,
      provider: 'embedded',
      operation: 'taxes.get',
      cause: new Error('GET /taxes with Bearer canary-4f1d was refused'),
    });
  }),
  wrongInput('forgets the trial of a plan', 'plans.create', (input: { trialDays?: number }) => {
    delete input.trialDays;
  }),
  wrongInput('forgets thresholds', 'plans.create', (input: { usageThresholds?: unknown }) => {
    delete input.usageThresholds;
  }),
  wrongInput('lets units begin at zero in each period', 'metrics.create', (input: object) => {
    if ('recurring' in input) input.recurring = false;
  }),
  wrongInput('counts a coupon for ever', 'coupons.create', (input: { frequency: object }) => {
    input.frequency = { type: 'forever' };
  }),
  wrongInput(
    'keeps what is left of a price in advance',
    'subscriptions.terminate',
    (input: { unusedCredit?: string }) => {
      input.unusedCredit = 'skip';
    },
  ),
  wrongResult(
    'dates the end of a subscription to the next day',
    'subscriptions.terminate',
    (ended: { terminatedAt?: string }) => {
      if (ended.terminatedAt === undefined) return;
      ended.terminatedAt = new Date(Date.parse(ended.terminatedAt) + 86_400_000).toISOString();
    },
  ),
];
