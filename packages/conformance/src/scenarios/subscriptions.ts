import { contains, type Plan, type Subscription } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same } from '../assertions.ts';
import {
  after,
  customer,
  DAY,
  money,
  plan,
  subscribe,
  subscribing,
  subscription,
  wholeSecond,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

const onPlan = ['customers.upsert', 'plans.create'] as const;

/** A plan of this price, billed in advance: some providers bill a price at no other time. */
function pricedPlan(context: ScenarioContext, price: string): Promise<Plan> {
  return plan(context, { price: money(context, price), timing: 'advance' });
}

/** A customer on a plan of this price, without charges. */
async function onPrice(context: ScenarioContext, price: string, fields = {}) {
  const { customerKey } = await customer(context);
  const { code: planCode } = await pricedPlan(context, price);
  const made = await subscription(context, customerKey, planCode, fields);
  await context.settle();
  return made;
}

/** The same from in ten days. */
function startingLater(context: ScenarioContext, price: string) {
  return onPrice(context, price, { startAt: after(context.now(), 10 * DAY) });
}

async function statusOf(context: ScenarioContext, subscriptionKey: string) {
  await context.settle();
  return (await context.billing.subscriptions.get({ subscriptionKey })).status;
}

/** The end of the billing period that holds the present. */
function periodEnd({ currentPeriod }: Subscription): string {
  ensure(currentPeriod, 'an active subscription has no current period');
  return currentPeriod.to;
}

const creating: readonly Scenario[] = [
  {
    operation: 'subscriptions.create',
    title: 'starts now when not told otherwise, and get brings the same',
    needs: [...onPlan, 'subscriptions.get'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: planCode } = await plan(context);
      const endingAt = after(context.now(), 300 * DAY);
      const given = { name: 'Seat 1', endingAt, metadata: { team: 'α' } };
      const fields = context.taken('subscriptions.create', given);
      const made = await subscription(context, customerKey, planCode, fields);
      const told = context.kept('subscriptions.create', { ...fields, billingTime: 'calendar' });
      const expected = { customerKey, planCode, status: 'active', ...told };
      hasFields(made, expected, 'the subscription');
      await context.settle();
      const { subscriptionKey } = made;
      const found = await context.billing.subscriptions.get({ subscriptionKey });
      hasFields(found, expected, 'the subscription that get brings');
      const { currentPeriod } = found;
      // A provider that cannot be told where periods begin may not tell the current one.
      ensure(currentPeriod || !('billingTime' in told), 'it has no current period');
      ensure(!currentPeriod || contains(currentPeriod, context.now()), 'now is not in its period');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'counts anniversaries from the start',
    needs: onPlan,
    needsFields: ['subscriptions.create.billingTime', 'subscriptions.create.startAt'],
    async run(context) {
      const startAt = wholeSecond(after(context.now(), -3 * DAY));
      const fields = { billingTime: 'anniversary', startAt } as const;
      const made = await onPrice(context, '0', fields);
      hasFields(made, fields, 'the subscription');
      const { currentPeriod } = made;
      ensure(currentPeriod, 'it has no current period');
      same(currentPeriod.from.slice(0, 10), startAt.slice(0, 10), 'first day of its period');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'is pending until a start in the future, and active from then on',
    needs: [...onPlan, 'subscriptions.get'],
    needsFields: ['subscriptions.create.startAt'],
    needsClock: true,
    async run(context) {
      const startAt = after(context.now(), 10 * DAY);
      const { subscriptionKey, status } = await onPrice(context, '0', { startAt });
      same(status, 'pending', 'the status before the start');
      await context.advanceTo(after(startAt, -DAY));
      same(await statusOf(context, subscriptionKey), 'pending', 'the status a day before');
      await context.advanceTo(after(startAt, 1000));
      same(await statusOf(context, subscriptionKey), 'active', 'the status after the start');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'ends by itself when told to',
    needs: [...onPlan, 'subscriptions.get'],
    needsFields: ['subscriptions.create.endingAt'],
    needsClock: true,
    async run(context) {
      const endingAt = after(context.now(), 10 * DAY);
      const { subscriptionKey } = await onPrice(context, '0', { endingAt });
      await context.advanceTo(after(endingAt, -DAY));
      same(await statusOf(context, subscriptionKey), 'active', 'the status before the end');
      await context.advanceTo(after(endingAt, 2 * DAY));
      same(await statusOf(context, subscriptionKey), 'terminated', 'the status after the end');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'refuses an unknown customer and an unknown plan',
    needs: [...onPlan, 'subscriptions.get', 'customers.get'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await plan(context);
      const subscriptionKey = context.key('subscription');
      const nobody = context.key('customer');
      const fields = { subscriptionKey };
      await isUnknown(() => subscription(context, nobody, code, fields), 'nobody');
      const nothing = context.key('plan');
      await isUnknown(() => subscription(context, customerKey, nothing, fields), 'no plan');
      const { get } = context.billing.subscriptions;
      await isUnknown(() => get({ subscriptionKey }), 'the refused subscription');
      const ghost = () => context.billing.customers.get({ customerKey: nobody });
      await isUnknown(ghost, 'a customer made by a subscription');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'refuses a key that is taken, and leaves its subscription as it was',
    needs: [...onPlan, 'subscriptions.get'],
    async run(context) {
      const { subscriptionKey, customerKey } = await onPrice(context, '10');
      const before = await context.billing.subscriptions.get({ subscriptionKey });
      const { code } = await pricedPlan(context, '20');
      const call = () => subscription(context, customerKey, code, { subscriptionKey });
      await refuses('already_exists', call, 'a key that is taken');
      await context.settle();
      const after = await context.billing.subscriptions.get({ subscriptionKey });
      same(after, before, 'the subscription after a refused create');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'refuses an end before the start',
    needs: onPlan,
    needsFields: ['subscriptions.create.startAt', 'subscriptions.create.endingAt'],
    async run(context) {
      const startAt = after(context.now(), 10 * DAY);
      const endingAt = after(context.now(), 5 * DAY);
      const call = () => onPrice(context, '0', { startAt, endingAt });
      await refuses(['invalid_input', 'rejected'], call, 'an end before the start');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'with the same idempotencyKey makes one subscription',
    needs: [...onPlan, 'subscriptions.list'],
    limits: { idempotencyKeys: true },
    async run(context) {
      const { customerKey } = await customer(context);
      const { code: planCode } = await plan(context);
      const input = { customerKey, planCode, subscriptionKey: context.key('subscription') };
      const options = { idempotencyKey: context.key('call') };
      const first = await context.billing.subscriptions.create(input, options);
      same(await context.billing.subscriptions.create(input, options), first, 'the repeat');
      const { items } = await context.billing.subscriptions.list({ customerKey });
      same(items.length, 1, 'subscriptions of the customer');
    },
  },
];

const reading: readonly Scenario[] = [
  {
    operation: 'subscriptions.get',
    title: 'refuses a key that nothing has',
    async run(context) {
      const subscriptionKey = context.key('subscription');
      await isUnknown(() => context.billing.subscriptions.get({ subscriptionKey }), 'nothing');
    },
  },
  {
    operation: 'subscriptions.get',
    title: 'finds active and ended ones',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.terminate'],
    async run(context) {
      const active = await onPrice(context, '0');
      const ended = await onPrice(context, '0');
      await context.billing.subscriptions.terminate({ subscriptionKey: ended.subscriptionKey });
      same(await statusOf(context, active.subscriptionKey), 'active', 'the status');
      same(await statusOf(context, ended.subscriptionKey), 'terminated', 'the status');
    },
  },
  {
    operation: 'subscriptions.get',
    title: 'finds pending ones',
    needs: [...onPlan, 'subscriptions.create'],
    needsFields: ['subscriptions.create.startAt'],
    async run(context) {
      const { subscriptionKey } = await startingLater(context, '0');
      same(await statusOf(context, subscriptionKey), 'pending', 'the status');
    },
  },
  {
    operation: 'subscriptions.list',
    title: 'brings each subscription once, newest first, by page and by iteration',
    needs: [...onPlan, 'subscriptions.create'],
    async run(context) {
      const { customerKey } = await customer(context);
      const keys: string[] = [];
      for (let count = 0; count < 5; count++) {
        // A plan for each: some providers put a customer on a plan once.
        const { code } = await plan(context);
        keys.unshift((await subscription(context, customerKey, code)).subscriptionKey);
      }
      await context.settle();
      await sameInEveryWay(
        (page) => context.billing.subscriptions.list({ customerKey, ...page }),
        ({ subscriptionKey }) => subscriptionKey,
        keys,
      );
    },
  },
  {
    operation: 'subscriptions.list',
    title: 'takes only those of the customer, the plan and the status asked for',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.terminate'],
    async run(context) {
      const first = await onPrice(context, '0');
      const second = await onPrice(context, '0');
      const { customerKey, planCode } = first;
      const ended = await subscription(context, customerKey, second.planCode);
      await context.billing.subscriptions.terminate({ subscriptionKey: ended.subscriptionKey });
      await context.settle();
      const found = async (filter: object) =>
        (await context.billing.subscriptions.list(filter)).items.map((one) => one.subscriptionKey);
      const [one, two, three] = [first, second, ended].map((made) => made.subscriptionKey);
      same(await found({ customerKey }), [three, one], 'by customer');
      same(await found({ planCode }), [one], 'by plan');
      same(await found({ planCode: second.planCode }), [three, two], 'by the other plan');
      same(await found({ customerKey, status: ['active'] }), [one], 'active ones');
      const ends = { customerKey, status: ['terminated', 'canceled'] };
      same(await found(ends), [three], 'ended ones');
    },
  },
];

const changing: readonly Scenario[] = [
  {
    operation: 'subscriptions.update',
    title: 'changes what is mentioned, clears what is null and leaves the rest',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const { update, get } = context.billing.subscriptions;
      const fields = { name: 'First', metadata: { team: 'a' } };
      const { subscriptionKey } = await onPrice(context, '0', fields);
      const before = await get({ subscriptionKey });
      const end = { endingAt: after(context.now(), 60 * DAY) };
      const change = { name: 'Second', ...context.taken('subscriptions.update', end) };
      await update({ subscriptionKey, ...change });
      await context.settle();
      const changed = await get({ subscriptionKey });
      same(changed, { ...before, ...change }, 'the subscription');
      await update({ subscriptionKey, name: null, endingAt: null, metadata: null });
      await context.settle();
      const { name, endingAt, metadata = {} } = await get({ subscriptionKey });
      const cleared = { name: undefined, endingAt: undefined, metadata: {} };
      same({ name, endingAt, metadata }, cleared, 'what was cleared');
    },
  },
  {
    operation: 'subscriptions.update',
    title: 'moves the start of a pending one, and not of an active one',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    needsFields: ['subscriptions.create.startAt', 'subscriptions.update.startAt'],
    async run(context) {
      const { update, get } = context.billing.subscriptions;
      const startAt = wholeSecond(after(context.now(), 20 * DAY));
      const pending = await startingLater(context, '0');
      await update({ subscriptionKey: pending.subscriptionKey, startAt });
      await context.settle();
      const moved = await get({ subscriptionKey: pending.subscriptionKey });
      same(moved.startAt, startAt, 'the start');
      const { subscriptionKey } = await onPrice(context, '0');
      await refuses('conflict', () => update({ subscriptionKey, startAt }), 'an active one');
    },
  },
  {
    operation: 'subscriptions.update',
    title: 'refuses a key that nothing has',
    async run(context) {
      const subscriptionKey = context.key('subscription');
      const call = () => context.billing.subscriptions.update({ subscriptionKey, name: 'x' });
      await isUnknown(call, 'nothing');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'to a higher price counts at once',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const { subscriptionKey } = await onPrice(context, '10');
      const { code: planCode } = await pricedPlan(context, '20');
      const change = { subscriptionKey, planCode };
      const { change: kind, subscription: changed } =
        await context.billing.subscriptions.changePlan(change);
      same(kind, 'upgrade', 'the kind of change');
      same(changed.planCode, planCode, 'the plan');
      await context.settle();
      const found = await context.billing.subscriptions.get({ subscriptionKey });
      hasFields(found, { planCode, status: 'active' }, 'the subscription');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'to a lower price waits for the end of the period',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    needsWhole: ['subscriptions.changePlan'],
    needsClock: true,
    async run(context) {
      const { subscriptionKey, planCode: old } = await onPrice(context, '20');
      const { code: planCode } = await pricedPlan(context, '10');
      const end = periodEnd(await context.billing.subscriptions.get({ subscriptionKey }));
      const result = await context.billing.subscriptions.changePlan({ subscriptionKey, planCode });
      same(result.change, 'downgrade', 'the kind of change');
      same(result.effectiveAt, end, 'when it counts');
      await context.settle();
      const waiting = await context.billing.subscriptions.get({ subscriptionKey });
      hasFields(waiting, { planCode: old, nextPlanCode: planCode }, 'the subscription before');
      await context.advanceTo(after(end, DAY));
      const changed = await context.billing.subscriptions.get({ subscriptionKey });
      hasFields(changed, { planCode, nextPlanCode: undefined, status: 'active' }, 'and after');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'to the plan it is on changes nothing',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const { changePlan, get } = context.billing.subscriptions;
      const { subscriptionKey, planCode } = await onPrice(context, '20');
      const before = await get({ subscriptionKey });
      same((await changePlan({ subscriptionKey, planCode })).change, 'none', 'the change');
      await context.settle();
      same(await get({ subscriptionKey }), before, 'the subscription');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'to a lower price counts at once where it cannot wait, and says so',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const { subscriptionKey, planCode: old } = await onPrice(context, '20');
      const { code: planCode } = await pricedPlan(context, '10');
      const { changePlan, get } = context.billing.subscriptions;
      const { change, warnings = [] } = await changePlan({ subscriptionKey, planCode });
      const told = warnings.some(({ code }) => code === 'partial');
      ensure(change === 'downgrade' || (change === 'upgrade' && told), `the change is ${change}`);
      await context.settle();
      const counts = change === 'upgrade' ? planCode : old;
      hasFields(await get({ subscriptionKey }), { planCode: counts }, 'the subscription');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'puts a pending one on the other plan',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    needsFields: ['subscriptions.create.startAt'],
    async run(context) {
      const { changePlan, get } = context.billing.subscriptions;
      const { code: planCode } = await pricedPlan(context, '20');
      const pending = await startingLater(context, '20');
      const move = { subscriptionKey: pending.subscriptionKey, planCode };
      same((await changePlan(move)).change, 'replaced', 'the change of a pending one');
      await context.settle();
      const moved = await get({ subscriptionKey: pending.subscriptionKey });
      hasFields(moved, { planCode, status: 'pending' }, 'the pending one');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'refuses an unknown subscription and an unknown plan',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const { changePlan, get } = context.billing.subscriptions;
      const { subscriptionKey, planCode } = await onPrice(context, '10');
      const unknown = { subscriptionKey: context.key('subscription'), planCode };
      await isUnknown(() => changePlan(unknown), 'an unknown subscription');
      const noPlan = { subscriptionKey, planCode: context.key('plan') };
      await isUnknown(() => changePlan(noPlan), 'an unknown plan');
      same((await get({ subscriptionKey })).planCode, planCode, 'the plan');
    },
  },
];

const ending: readonly Scenario[] = [
  {
    operation: 'subscriptions.terminate',
    title: 'ends an active one now, and no other',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    async run(context) {
      const active = await onPrice(context, '0');
      const kept = await onPrice(context, '0');
      const { subscriptionKey } = active;
      const ended = await context.billing.subscriptions.terminate({ subscriptionKey });
      same(ended.status, 'terminated', 'the status');
      ensure(ended.terminatedAt, 'it does not say when it ended');
      same(await statusOf(context, active.subscriptionKey), 'terminated', 'the status later');
      same(await statusOf(context, kept.subscriptionKey), 'active', 'the status of another');
    },
  },
  {
    operation: 'subscriptions.terminate',
    title: 'cancels a pending one',
    needs: [...onPlan, 'subscriptions.create', 'subscriptions.get'],
    needsFields: ['subscriptions.create.startAt'],
    async run(context) {
      const { subscriptionKey } = await startingLater(context, '0');
      const canceled = await context.billing.subscriptions.terminate({ subscriptionKey });
      same(canceled.status, 'canceled', 'the status');
      same(await statusOf(context, subscriptionKey), 'canceled', 'the status later');
    },
  },
  {
    operation: 'subscriptions.terminate',
    title: 'sent twice changes nothing more',
    needs: [...subscribing, 'subscriptions.get', 'invoices.list'],
    async run(context) {
      const { subscriptionKey, customerKey } = await subscribe(context);
      const { terminate, get } = context.billing.subscriptions;
      await terminate({ subscriptionKey });
      await context.settle();
      const before = await get({ subscriptionKey });
      const invoices = (await context.billing.invoices.list({ customerKey })).items;
      await terminate({ subscriptionKey });
      await context.settle();
      same(await get({ subscriptionKey }), before, 'the subscription');
      const later = (await context.billing.invoices.list({ customerKey })).items;
      same(later, invoices, 'its invoices');
    },
  },
  {
    operation: 'subscriptions.terminate',
    title: 'leaves out the last invoice when told to',
    needs: [...subscribing, 'usage.record', 'invoices.list'],
    needsFields: ['subscriptions.terminate.finalInvoice'],
    async run(context) {
      const subscribed = await subscribe(context);
      const { subscriptionKey, customerKey } = subscribed;
      await context.billing.usage.record({
        events: [
          {
            id: context.key('event'),
            subscriptionKey,
            metric: subscribed.metric,
            timestamp: context.now(),
            properties: { amount: '10' },
          },
        ],
      });
      await context.settle();
      await context.billing.subscriptions.terminate({ subscriptionKey, finalInvoice: 'skip' });
      await context.settle();
      const { items } = await context.billing.invoices.list({ customerKey });
      same(items.length, 0, 'invoices');
    },
  },
  {
    operation: 'subscriptions.terminate',
    title: 'refuses a key that nothing has',
    async run(context) {
      const subscriptionKey = context.key('subscription');
      const call = () => context.billing.subscriptions.terminate({ subscriptionKey });
      await isUnknown(call, 'nothing');
    },
  },
];

/** What every provider does with subscriptions. */
export const subscriptionScenarios: readonly Scenario[] = [
  ...creating,
  ...reading,
  ...changing,
  ...ending,
];
