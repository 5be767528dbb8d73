import { type CreatePlanInput, Decimal, type Invoice, type Money } from '@billport/core';
import { same, sameNumber } from '../assertions.ts';
import {
  billing,
  billingFields,
  creditOf,
  finalInvoice,
  grant,
  invoicesOf,
  lastInvoice,
  twoCharges,
  twoChargesNeeds,
  usedHundred,
} from '../bills.ts';
import {
  after,
  applied,
  coupon,
  customer,
  DAY,
  money,
  oneOff,
  standardCharge,
  subscribe,
  subscribing,
  subscription,
  tax,
  usageEvent,
  use,
} from '../fixtures.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** Units of all charges of the invoice. */
function usedUnits({ fees }: Invoice): string {
  const charges = fees.filter(({ type }) => type === 'charge');
  return Decimal.sum(charges.map(({ units }) => Decimal.parse(units))).toString();
}

const usageMoney: readonly Scenario[] = [
  {
    operation: 'usage.record',
    title: 'bills usage split into many events like the same usage in one',
    needs: billing,
    needsFields: billingFields,
    limits: { fractions: true },
    async run(context) {
      const whole = await subscribe(context);
      const split = await subscribe(context);
      await use(context, whole, '12.345');
      await use(context, split, '5', '0.345', '3', '0.1', '3.9', '0');
      const [one, many] = [
        await finalInvoice(context, whole.subscriptionKey),
        await finalInvoice(context, split.subscriptionKey),
      ];
      sameNumber(usedUnits(many), '12.345', 'the units of many events');
      sameNumber(usedUnits(one), '12.345', 'the units of one event');
      same(many.totals, one.totals, 'the totals');
      same(one.totals.fees, money(context, '1.23'), 'the fees');
    },
  },
  {
    operation: 'usage.record',
    title: 'bills the same whether events come in one call or in several, in another order',
    needs: billing,
    needsFields: billingFields,
    limits: { fractions: true },
    async run(context) {
      const one = await subscribe(context);
      const two = await subscribe(context);
      await use(context, one, '7.07', '1.3', '5');
      for (const amount of ['5', '7.07', '1.3']) await use(context, two, amount);
      const { totals } = await finalInvoice(context, one.subscriptionKey);
      same((await finalInvoice(context, two.subscriptionKey)).totals, totals, 'the totals');
      same(totals.fees, money(context, '1.34'), 'the fees');
    },
  },
  {
    operation: 'usage.current',
    title: 'agrees with the invoice that follows',
    needs: billing,
    needsFields: billingFields,
    limits: { fractions: true },
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '33.3', '0.07');
      const { subscriptionKey } = subscribed;
      const { amount } = await context.billing.usage.current({ subscriptionKey });
      const { totals } = await finalInvoice(context, subscriptionKey);
      same(totals.fees, amount, 'the fees');
    },
  },
  {
    operation: 'usage.current',
    title: 'agrees with the invoice at the end of its period',
    needs: [...subscribing, 'usage.record', 'invoices.list'],
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '333', '7');
      const { subscriptionKey, customerKey } = subscribed;
      const { amount, period } = await context.billing.usage.current({ subscriptionKey });
      same(amount, money(context, '34'), 'the price of the usage');
      await context.advanceTo(after(period.to, DAY));
      const { items } = await context.billing.invoices.list({ customerKey });
      const fees = items.map(({ totals }) => totals.fees);
      same(fees, [amount], 'the fees of what was invoiced');
    },
  },
  {
    operation: 'usage.record',
    title: 'bills a duplicate once',
    needs: billing,
    needsFields: billingFields,
    limits: { deduplication: ['id', 'id_and_timestamp'] },
    async run(context) {
      const subscribed = await subscribe(context);
      const events = [usageEvent(context, subscribed, '100')];
      for (let count = 0; count < 3; count++) {
        await context.billing.usage.record({ events });
        await context.settle();
      }
      const { totals } = await finalInvoice(context, subscribed.subscriptionKey);
      same(totals.fees, money(context, '10'), 'the fees');
    },
  },
];

/** A subscription that pays taxes of 20 percent, with usage of 100.00 to be billed. */
async function hundred(context: ScenarioContext) {
  const { code } = await tax(context, '20');
  const subscribed = await subscribe(context, { customer: { taxCodes: [code] } });
  await use(context, subscribed, '1000');
  return subscribed;
}

const order: readonly Scenario[] = [
  {
    operation: 'invoices.get',
    title: 'brings coupons before taxes, then credit notes, then wallets (facts/rating.md §1)',
    needs: [
      ...billing,
      'taxes.create',
      'coupons.create',
      'coupons.apply',
      'credits.createWallet',
      'credits.add',
      'invoices.create',
      'creditNotes.create',
    ],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await hundred(context);
      const { code } = await coupon(context, '10');
      const { id: appliedCouponId } = await applied(context, customerKey, code);
      const { id: creditNoteId } = await creditOf(context, customerKey, '10');
      const walletId = await grant(context, customerKey, '30');
      const { id: invoiceId } = await lastInvoice(context, subscriptionKey);
      const invoice = await context.billing.invoices.get({ invoiceId });
      const { totals } = invoice;
      const listed = (await invoicesOf(context, subscriptionKey)).at(-1);
      same(listed, invoice, 'the listed invoice');
      const amount = (major: string) => money(context, major);
      same(
        invoice.coupons,
        [{ appliedCouponId, couponCode: code, amount: amount('10') }],
        'coupons',
      );
      same(invoice.creditNotes, [{ creditNoteId, amount: amount('12') }], 'credit notes');
      same(invoice.prepaidCredits, [{ walletId, amount: amount('30') }], 'wallets');
      const expected = {
        fees: '100',
        progressiveCredits: '0',
        coupons: '10',
        subtotalExcludingTax: '90',
        taxes: '18',
        subtotalIncludingTax: '108',
        creditNotes: '12',
        prepaidCredits: '30',
        total: '66',
        paid: '0',
        due: '66',
      };
      for (const [name, major] of Object.entries(expected)) {
        same(totals[name as keyof typeof totals], amount(major), `totals.${name}`);
      }
    },
  },
  {
    operation: 'invoices.create',
    title: 'rounds taxes once over all lines (facts/rating.md §2)',
    needs: ['customers.upsert', 'taxes.create'],
    async run(context) {
      const { code } = await tax(context, '20');
      const { customerKey } = await customer(context, { taxCodes: [code] });
      const invoice = await oneOff(context, customerKey, '68.33', '68.33');
      const taxes = invoice.fees.map(({ taxAmount }) => taxAmount);
      same(taxes, [money(context, '13.67'), money(context, '13.67')], 'taxes of the lines');
      same(invoice.totals.taxes, money(context, '27.33'), 'taxes of the invoice');
    },
  },
  {
    operation: 'coupons.apply',
    title: 'takes a fixed amount off one invoice after the other until it is used up',
    needs: [...billing, 'coupons.create', 'coupons.listApplied'],
    needsFields: billingFields,
    async run(context) {
      const first = await subscribe(context);
      const { customerKey, metric, planCode } = first;
      const second = await subscription(context, customerKey, planCode);
      const { code } = await coupon(context, '50');
      await applied(context, customerKey, code);
      await use(context, first, '300');
      await use(context, { metric, subscriptionKey: second.subscriptionKey }, '300');
      const one = await lastInvoice(context, first.subscriptionKey);
      same(one.totals.coupons, money(context, '30'), 'the coupon on the first invoice');
      const { items } = await context.billing.coupons.listApplied({ customerKey });
      same(items[0]?.remainingAmount, money(context, '20'), 'what is left of it');
      const two = await lastInvoice(context, second.subscriptionKey);
      same(two.totals.coupons, money(context, '20'), 'the coupon on the second invoice');
      same(two.totals.total, money(context, '10'), 'the second total');
      const after = await context.billing.coupons.listApplied({ customerKey });
      same(after.items[0]?.status, 'terminated', 'the coupon that is used up');
    },
  },
  {
    operation: 'coupons.create',
    title: 'limited to a metric takes its share of those fees only',
    needs: [...twoChargesNeeds, 'coupons.apply'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey, metric } = await twoCharges(context);
      const { code } = await coupon(context, '1', {
        discount: { type: 'percentage', rate: '10' },
        limit: { to: 'metrics', metrics: [metric] },
      });
      await applied(context, customerKey, code);
      const { totals, fees } = await lastInvoice(context, subscriptionKey);
      same(totals.coupons, money(context, '10'), 'the coupons');
      const share = fees.find((fee) => fee.metric === metric)?.couponAmount;
      sameNumber(share, '10', 'the share of the fees of the metric');
    },
  },
  {
    operation: 'coupons.create',
    title: 'that recurs counts on its number of invoices, and the rest of each is lost',
    needs: [...billing, 'coupons.apply', 'coupons.listApplied'],
    needsFields: billingFields,
    async run(context) {
      const first = await subscribe(context);
      const { customerKey, metric, planCode } = first;
      const second = await subscription(context, customerKey, planCode);
      const third = await subscription(context, customerKey, planCode);
      const { code } = await coupon(context, '50', {
        frequency: { type: 'recurring', periods: 2 },
      });
      await applied(context, customerKey, code);
      const taken: Money[] = [];
      for (const { subscriptionKey } of [first, second, third]) {
        await use(context, { metric, subscriptionKey }, '300');
        taken.push((await lastInvoice(context, subscriptionKey)).totals.coupons);
      }
      same(
        taken,
        ['30', '30', '0'].map((amount) => money(context, amount)),
        'the coupons',
      );
      const [ended] = (await context.billing.coupons.listApplied({ customerKey })).items;
      same(ended?.status, 'terminated', 'the coupon after its last invoice');
    },
  },
  {
    operation: 'taxes.create',
    title: 'is chosen by the charge, else by the plan, else by the customer',
    needs: [...billing],
    needsFields: billingFields,
    async run(context) {
      const codes: string[] = [];
      for (const rate of ['5', '10', '20']) codes.push((await tax(context, rate)).code);
      const [ofCharge = '', ofPlan = '', ofCustomer = ''] = codes;
      const taxed = async (plan: Partial<CreatePlanInput>, taxCodes?: string[]) => {
        const subscribed = await subscribe(context, {
          customer: { taxCodes: [ofCustomer] },
          plan,
          charge: (metric) => ({
            ...standardCharge(metric, '0.10'),
            ...(taxCodes === undefined ? {} : { taxCodes }),
          }),
        });
        await use(context, subscribed, '1000');
        return (await finalInvoice(context, subscribed.subscriptionKey)).totals.taxes;
      };
      same(await taxed({ taxCodes: [ofPlan] }, [ofCharge]), money(context, '5'), 'of the charge');
      same(await taxed({ taxCodes: [ofPlan] }), money(context, '10'), 'of the plan');
      same(await taxed({}), money(context, '20'), 'of the customer');
    },
  },
  {
    operation: 'coupons.remove',
    title: 'leaves the next invoice without the coupon',
    needs: [...billing, 'coupons.create', 'coupons.apply'],
    needsFields: billingFields,
    async run(context) {
      const { customerKey, subscriptionKey } = await usedHundred(context);
      const { code } = await coupon(context, '10');
      const { id: appliedCouponId } = await applied(context, customerKey, code);
      await context.billing.coupons.remove({ appliedCouponId });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.coupons, money(context, '0'), 'the coupons');
    },
  },
];

/** What holds for money on every provider: sums that must agree whatever the prices are. */
export const moneyScenarios: readonly Scenario[] = [...usageMoney, ...order];
