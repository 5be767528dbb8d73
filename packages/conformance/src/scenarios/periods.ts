import type { Invoice, OperationId } from '@billport/core';
import { ensure, same } from '../assertions.ts';
import { closePeriod, grant, invoicesOf, onlyInvoiceOf } from '../bills.ts';
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
import type { Scenario } from '../scenario.ts';

/** What two invoices that bill the same have in common. */
function bill({ fees, totals }: Invoice) {
  const lines = fees.map(({ type, units, amount, taxAmount, name }) => ({
    type,
    name,
    units,
    amount,
    taxAmount,
  }));
  const { paid: _, due: __, ...sums } = totals;
  return { lines, sums };
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
];
