import {
  Decimal,
  type Fee,
  type Instant,
  type Invoice,
  type Money,
  type OperationId,
  type Period,
  sumMoney,
  toEpochMs,
  type UsageSummary,
} from '@billport/core';
import { ensure, same, sameNumber } from '../assertions.ts';
import {
  billing,
  billingFields,
  closePeriod,
  grant,
  invoicesOf,
  lastInvoice,
  onlyInvoiceOf,
  periodFields,
} from '../bills.ts';
import {
  after,
  applied,
  coupon,
  customer,
  DAY,
  money,
  plan,
  standardCharge,
  subscribe,
  subscribing,
  subscription,
  tax,
  usageEvent,
  use,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import { rounded } from '../money-identities.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** What an invoice bills: everything but what only the made one has, such as ids. */
function bill(invoice: Invoice) {
  const { type, customerKey, currency, periods, taxes, taxRate, totals } = invoice;
  const lines = invoice.fees.map(({ id: _, invoiceId: __, createdAt: ___, ...line }) => line);
  const coupons = invoice.coupons.map(({ couponCode, amount }) => ({ couponCode, amount }));
  return { type, customerKey, currency, periods, taxes, taxRate, totals, lines, coupons };
}

/** The whole days of a billing period. */
function daysOf({ from, to }: Period): bigint {
  return BigInt(Math.round((toEpochMs(to) - toEpochMs(from)) / DAY));
}

/** `price x days / period days`, rounded (`facts/rating.md §7`). */
function share(context: ScenarioContext, price: string, days: bigint, periodDays: bigint): Money {
  const total = Decimal.parse(price).times(Decimal.fromInteger(days));
  const { currency } = context;
  return rounded(total.dividedBy(Decimal.fromInteger(periodDays), 20), currency);
}

/** Days of the month of the moment, and how many of them are left with its own. */
function monthOf(instant: Instant) {
  const date = new Date(instant);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return { days: BigInt(days), left: BigInt(days - date.getUTCDate() + 1) };
}

async function periodOf(context: ScenarioContext, subscriptionKey: string): Promise<Period> {
  const { currentPeriod } = await context.billing.subscriptions.get({ subscriptionKey });
  ensure(currentPeriod, 'an active subscription has no current period');
  return currentPeriod;
}

/** The lines of a type, over all invoices of the subscription. */
async function linesOf(context: ScenarioContext, subscriptionKey: string, type: Fee['type']) {
  const invoices = await invoicesOf(context, subscriptionKey);
  return invoices.flatMap(({ fees }) => fees).filter((fee) => fee.type === type);
}

const periodNeeds: readonly OperationId[] = [
  ...subscribing,
  'subscriptions.get',
  'usage.record',
  'invoices.list',
];

/** What every provider bills when periods end. */
export const periodScenarios: readonly Scenario[] = [
  {
    operation: 'invoices.preview',
    title: 'equals the invoice that follows',
    needs: [
      ...periodNeeds,
      'taxes.create',
      'coupons.create',
      'coupons.apply',
      'credits.createWallet',
      'credits.add',
    ],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const { code: taxCode } = await tax(context, '8.875');
      const subscribed = await subscribe(context, {
        customer: { taxCodes: [taxCode] },
        plan: { price: money(context, '49.99') },
      });
      const { subscriptionKey, customerKey } = subscribed;
      const { code } = await coupon(context, '5');
      await applied(context, customerKey, code);
      await grant(context, customerKey, '7.77');
      await use(context, subscribed, '123.45', '0.06');
      const input = { of: 'subscription', subscriptionKey } as const;
      const preview = await context.billing.invoices.preview(input);
      const [invoice] = await closePeriod(context, subscriptionKey);
      ensure(invoice, 'no invoice was made at the end of the period');
      same(bill(invoice), bill(preview), 'the invoice against its preview');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'bills a whole anniversary period in full',
    needs: ['customers.upsert', 'plans.create', 'subscriptions.get', 'invoices.list'],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const price = money(context, '31');
      const { code } = await plan(context, { price });
      const fields = { billingTime: 'anniversary' } as const;
      const { subscriptionKey } = await subscription(context, customerKey, code, fields);
      for (let count = 1; count <= 2; count++) {
        const invoices = await closePeriod(context, subscriptionKey);
        same(invoices.length, count, 'invoices');
        same(invoices.at(-1)?.totals.fees, price, 'the fees');
      }
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'on a plan in advance bills the whole period at once',
    needs: ['customers.upsert', 'plans.create', 'invoices.list'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey } = await customer(context);
      const price = money(context, '31');
      const { code } = await plan(context, { price, timing: 'advance' });
      const fields = { billingTime: 'anniversary' } as const;
      const { subscriptionKey } = await subscription(context, customerKey, code, fields);
      await context.settle();
      const { totals, periods: billed } = await onlyInvoiceOf(context, subscriptionKey);
      same(totals.fees, price, 'the fees');
      same(billed.length, 1, 'billed subscriptions');
    },
  },
  {
    operation: 'plans.create',
    title: 'with a minimum commitment bills the rest of it',
    needs: [...periodNeeds],
    needsFields: [...periodFields, 'plans.create.minimumCommitment'],
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context, {
        plan: {
          price: money(context, '10'),
          minimumCommitment: { amount: money(context, '100') },
        },
        subscription: { billingTime: 'anniversary' },
      });
      await use(context, subscribed, '300');
      const [invoice] = await closePeriod(context, subscribed.subscriptionKey);
      ensure(invoice, 'no invoice was made at the end of the period');
      same(invoice.totals.fees, money(context, '100'), 'the fees');
      const [rest] = invoice.fees.filter(({ type }) => type === 'commitment');
      same(rest?.amount, money(context, '60'), 'the rest of the commitment');
    },
  },
  {
    operation: 'usage.record',
    title:
      'bills each event in the period that holds it: its start belongs to it, its end does not',
    needs: [...periodNeeds],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context);
      const { subscriptionKey } = subscribed;
      const { currentPeriod } = await context.billing.subscriptions.get({ subscriptionKey });
      ensure(currentPeriod, 'an active subscription has no current period');
      const { to } = currentPeriod;
      await context.advanceTo(after(to, -1));
      const at = (amount: string, timestamp: string) =>
        context.billing.usage.record({
          events: [usageEvent(context, subscribed, amount, { timestamp })],
        });
      await at('10', after(to, -1));
      await context.advanceTo(to);
      await at('2000', to);
      await context.advanceTo(after(to, DAY));
      const [first] = await invoicesOf(context, subscriptionKey);
      same(first?.totals.fees, money(context, '1'), 'fees of the first period');
      const [, second] = await closePeriod(context, subscriptionKey);
      same(second?.totals.fees, money(context, '200'), 'fees of the second period');
    },
  },
  {
    operation: 'invoices.get',
    title: 'brings a final invoice as it was, whatever happens later',
    needs: [...periodNeeds, 'plans.update', 'taxes.create', 'taxes.update'],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const { code: taxCode } = await tax(context, '20');
      const subscribed = await subscribe(context, { customer: { taxCodes: [taxCode] } });
      const { subscriptionKey, planCode, metric } = subscribed;
      const { timestamp } = usageEvent(context, subscribed, '0');
      await use(context, subscribed, '100');
      const [before] = await closePeriod(context, subscriptionKey);
      ensure(before, 'no invoice was made at the end of the period');
      same(before.status, 'finalized', 'the status');
      const late = usageEvent(context, subscribed, '999', { timestamp });
      await context.billing.usage.record({ events: [late], onRejected: 'report' });
      await context.billing.taxes.update({ code: taxCode, rate: '50' });
      const charges = [standardCharge(metric, '9')];
      await context.billing.plans.update({ code: planCode, charges });
      await closePeriod(context, subscriptionKey);
      const { id: invoiceId } = before;
      same(await context.billing.invoices.get({ invoiceId }), before, 'the final invoice');
    },
  },
  {
    operation: 'subscriptions.create',
    title: 'bills the first calendar period by the days that are left of it',
    needs: ['customers.upsert', 'plans.create', 'subscriptions.get', 'invoices.list'],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await plan(context, { price: money(context, '100') });
      const { days, left } = monthOf(context.now());
      const { subscriptionKey } = await subscription(context, customerKey, code);
      const [first] = await closePeriod(context, subscriptionKey);
      same(first?.totals.fees, share(context, '100', left, days), 'the fees of the first period');
      const [, second] = await closePeriod(context, subscriptionKey);
      same(second?.totals.fees, money(context, '100'), 'the fees of the second period');
    },
  },
  {
    operation: 'subscriptions.create',
    title: "places periods in the customer's time zone",
    needs: ['customers.upsert', 'plans.create'],
    needsFields: ['customers.upsert.timezone'],
    async run(context) {
      const { customerKey } = await customer(context, { timezone: 'Asia/Tokyo' });
      const { code } = await plan(context);
      const { currentPeriod } = await subscription(context, customerKey, code);
      ensure(currentPeriod, 'an active subscription has no current period');
      // Tokyo is nine hours ahead of UTC all year.
      same(currentPeriod.to.slice(10), 'T15:00:00.000Z', 'the end of the period');
      const dayAfter = new Date(toEpochMs(currentPeriod.to) + 9 * 3_600_000);
      same(dayAfter.getUTCDate(), 1, 'the day on which the next period begins in Tokyo');
    },
  },
  {
    operation: 'subscriptions.changePlan',
    title: 'to a higher price bills the old plan up to the day before',
    needs: [
      'customers.upsert',
      'plans.create',
      'subscriptions.create',
      'subscriptions.get',
      'invoices.list',
    ],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const { code } = await plan(context, { price: money(context, '31') });
      const { code: planCode } = await plan(context, { price: money(context, '310') });
      const fields = { billingTime: 'anniversary' } as const;
      const { subscriptionKey } = await subscription(context, customerKey, code, fields);
      const days = daysOf(await periodOf(context, subscriptionKey));
      await context.advanceTo(after(context.now(), 10 * DAY));
      await context.billing.subscriptions.changePlan({ subscriptionKey, planCode });
      await context.settle();
      const [old, ...others] = await linesOf(context, subscriptionKey, 'subscription');
      same(others.length, 0, 'other base prices that were billed');
      same(old?.amount, share(context, '31', 10n, days), 'the base price of the old plan');
    },
  },
  {
    operation: 'subscriptions.terminate',
    title: 'gives back the unused days of a price paid in advance, unless told not to',
    needs: [
      'customers.upsert',
      'plans.create',
      'subscriptions.create',
      'subscriptions.get',
      'creditNotes.list',
    ],
    needsFields: [...periodFields, 'subscriptions.terminate.unusedCredit'],
    async run(context) {
      const { code } = await plan(context, { price: money(context, '31'), timing: 'advance' });
      const credits = async (unusedCredit: 'credit' | 'skip') => {
        const { customerKey } = await customer(context);
        const fields = { billingTime: 'anniversary' } as const;
        const { subscriptionKey } = await subscription(context, customerKey, code, fields);
        await context.settle();
        const period = await periodOf(context, subscriptionKey);
        await context.billing.subscriptions.terminate({ subscriptionKey, unusedCredit });
        await context.settle();
        const { items } = await context.billing.creditNotes.list({ customerKey });
        return { period, amounts: items.map(({ credit }) => credit) };
      };
      const { period, amounts } = await credits('credit');
      const days = daysOf(period);
      same(amounts, [share(context, '31', days - 1n, days)], 'the credit of the unused days');
      same((await credits('skip')).amounts, [], 'the credit when told to skip it');
    },
  },
  {
    operation: 'plans.create',
    title: 'with a trial bills usage and no base price',
    needs: [...periodNeeds],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context, {
        plan: { price: money(context, '50'), trialDays: 100 },
        subscription: { billingTime: 'anniversary' },
      });
      await use(context, subscribed, '10');
      const { trialEndsAt } = subscribed.subscription;
      const end = after(context.now(), 100 * DAY).slice(0, 10);
      same(trialEndsAt?.slice(0, 10), end, 'the day on which the trial ends');
      const [invoice] = await closePeriod(context, subscribed.subscriptionKey);
      same(invoice?.totals.fees, money(context, '1'), 'the fees');
    },
  },
  {
    operation: 'plans.create',
    title: 'with a least amount for a charge bills the rest of it',
    needs: [...periodNeeds],
    needsFields: [...periodFields, 'plans.create.charges.minimum'],
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'standard',
          timing: 'arrears',
          metric,
          pricing: { unitAmount: '0.10' },
          minimum: money(context, '5'),
        }),
        subscription: { billingTime: 'anniversary' },
      });
      await use(context, subscribed, '10');
      await closePeriod(context, subscribed.subscriptionKey);
      const lines = await linesOf(context, subscribed.subscriptionKey, 'charge');
      const [usage, rest] = [
        lines.find(({ trueUpOf }) => trueUpOf === undefined),
        lines.find(({ trueUpOf }) => trueUpOf !== undefined),
      ];
      same(usage?.amount, money(context, '1'), 'the usage');
      same(rest?.amount, money(context, '4'), 'the rest of the least amount');
      same(rest?.trueUpOf, usage?.id, 'the line that the rest completes');
    },
  },
  {
    operation: 'plans.create',
    title: 'with a charge in advance bills each event at once, and not again',
    needs: [...billing],
    needsFields: billingFields,
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'standard',
          timing: 'advance',
          metric,
          pricing: { unitAmount: '0.25' },
        }),
      });
      const { subscriptionKey } = subscribed;
      const events = ['10', '2'].map((amount) => usageEvent(context, subscribed, amount));
      await context.billing.usage.record({ events });
      await context.settle();
      const billed = await linesOf(context, subscriptionKey, 'charge');
      const amounts = new Map(billed.map(({ eventId, amount }) => [eventId, amount]));
      same(amounts.get(events[0]?.id), money(context, '2.50'), 'the price of the first event');
      same(amounts.get(events[1]?.id), money(context, '0.50'), 'the price of the second event');
      await context.billing.subscriptions.terminate({ subscriptionKey });
      await context.settle();
      const after = await linesOf(context, subscriptionKey, 'charge');
      same(
        sumMoney(
          after.map(({ amount }) => amount),
          context.currency,
        ),
        money(context, '3'),
        'all',
      );
    },
  },
  {
    operation: 'plans.create',
    title: 'with a usage threshold bills usage early, and once',
    needs: [...billing],
    needsFields: [...billingFields, 'plans.create.usageThresholds'],
    async run(context) {
      const subscribed = await subscribe(context, {
        plan: { usageThresholds: [{ amount: money(context, '5') }] },
      });
      const { subscriptionKey } = subscribed;
      await use(context, subscribed, '40');
      same((await invoicesOf(context, subscriptionKey)).length, 0, 'invoices below the threshold');
      await use(context, subscribed, '20');
      const early = await onlyInvoiceOf(context, subscriptionKey);
      same(early.type, 'progressive_billing', 'the type of the early invoice');
      same(early.totals.fees, money(context, '6'), 'its fees');
      await use(context, subscribed, '10');
      const last = await lastInvoice(context, subscriptionKey);
      same(last.totals.fees, money(context, '7'), 'the fees of the last invoice');
      same(last.totals.progressiveCredits, money(context, '6'), 'what was billed early');
      same(last.totals.total, money(context, '1'), 'the total of the last invoice');
    },
  },
  {
    operation: 'metrics.create',
    title: 'for recurring units carries them over to the next period',
    needs: [...periodNeeds, 'usage.current'],
    needsFields: [...periodFields, 'metrics.create.recurring'],
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context, { metric: { recurring: true } });
      const { subscriptionKey } = subscribed;
      await use(context, subscribed, '5');
      await closePeriod(context, subscriptionKey);
      await use(context, subscribed, '2');
      const { charges } = await context.billing.usage.current({ subscriptionKey });
      sameNumber(charges[0]?.units, '7', 'the units of the next period');
    },
  },
  {
    operation: 'metrics.create',
    title: 'meters usage by the aggregation weighted_sum, over the whole period',
    needs: [...periodNeeds, 'usage.past'],
    needsFields: periodFields,
    limits: { aggregations: ['weighted_sum'] },
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context, {
        metric: { aggregation: 'weighted_sum' },
        subscription: { billingTime: 'anniversary' },
      });
      const { subscriptionKey } = subscribed;
      await closePeriod(context, subscriptionKey);
      const { from, to } = await periodOf(context, subscriptionKey);
      // Half of the period after its start, so that ten units count as five.
      const half = after(from, (toEpochMs(to) - toEpochMs(from)) / 2);
      await context.advanceTo(half);
      await context.billing.usage.record({
        events: [usageEvent(context, subscribed, '10', { timestamp: half })],
      });
      await closePeriod(context, subscriptionKey);
      const [latest] = (await context.billing.usage.past({ subscriptionKey })).items;
      sameNumber(latest?.charges[0]?.units, '5', 'the units');
    },
  },
  {
    operation: 'usage.past',
    title: 'brings each period once, as it was before it ended, by page and by iteration',
    needs: [...periodNeeds, 'usage.current'],
    needsFields: periodFields,
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context);
      const { subscriptionKey } = subscribed;
      const before: UsageSummary[] = [];
      for (const amount of ['1', '2', '3']) {
        await use(context, subscribed, amount);
        before.unshift(await context.billing.usage.current({ subscriptionKey }));
        await closePeriod(context, subscriptionKey);
      }
      const list = (page: object) => context.billing.usage.past({ subscriptionKey, ...page });
      const starts = before.map(({ period }) => period.from);
      await sameInEveryWay(list, ({ period }) => period.from, starts);
      const invoices = (await invoicesOf(context, subscriptionKey)).reverse();
      for (const [index, { invoiceId, charges, amount }] of (await list({})).items.entries()) {
        same(invoiceId, invoices[index]?.id, 'the invoice of the period');
        same(charges, before[index]?.charges, 'the charges of the period');
        same(amount, before[index]?.amount, 'the amount of the period');
      }
    },
  },
];
