import { Decimal, type Invoice, type OperationId } from '@billport/core';
import { ensure, same, sameNumber } from '../assertions.ts';
import {
  after,
  applied,
  coupon,
  customer,
  DAY,
  feeAt,
  finalInvoice,
  invoicesOf,
  money,
  oneOff,
  onlyInvoiceOf,
  plan,
  standardCharge,
  subscribe,
  subscribing,
  subscription,
  tax,
  usageEvent,
  use,
  wallet,
} from '../fixtures.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** What it takes to use something and get the invoice for it. */
const billing: readonly OperationId[] = [
  ...subscribing,
  'usage.record',
  'subscriptions.terminate',
  'invoices.list',
];

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

/** Units of all charges of the invoice. */
function usedUnits({ fees }: Invoice): string {
  const charges = fees.filter(({ type }) => type === 'charge');
  return Decimal.sum(charges.map(({ units }) => Decimal.parse(units))).toString();
}

async function balanceOf(context: ScenarioContext, walletId: string) {
  await context.settle();
  return (await context.billing.credits.getWallet({ walletId })).balance;
}

const usageMoney: readonly Scenario[] = [
  {
    operation: 'usage.record',
    title: 'bills usage split into many events like the same usage in one',
    needs: billing,
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
    operation: 'usage.record',
    title: 'bills a duplicate once',
    needs: billing,
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

/** Puts `credits` into a wallet of the customer. */
async function grant(context: ScenarioContext, customerKey: string, credits: string, fields = {}) {
  const { id: walletId } = await wallet(context, customerKey, fields);
  await context.billing.credits.add({ walletId, kind: 'granted', credits });
  await context.settle();
  return walletId;
}

/** Gives back `amount` of the first line of a one-off invoice over 100.00. */
async function creditOf(context: ScenarioContext, customerKey: string, amount: string) {
  const invoice = await oneOff(context, customerKey, '100');
  const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, amount) }];
  const note = await context.billing.creditNotes.create({
    invoiceId: invoice.id,
    reason: 'other',
    items,
  });
  await context.settle();
  return note;
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
    async run(context) {
      const { customerKey, subscriptionKey } = await hundred(context);
      const { code } = await coupon(context, '10');
      await applied(context, customerKey, code);
      await creditOf(context, customerKey, '10');
      await grant(context, customerKey, '30');
      const { id: invoiceId } = await lastInvoice(context, subscriptionKey);
      const { totals } = await context.billing.invoices.get({ invoiceId });
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
      for (const [name, amount] of Object.entries(expected)) {
        same(totals[name as keyof typeof totals], money(context, amount), `totals.${name}`);
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
    operation: 'coupons.remove',
    title: 'leaves the next invoice without the coupon',
    needs: [...billing, 'coupons.create', 'coupons.apply'],
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const { code } = await coupon(context, '10');
      const { id: appliedCouponId } = await applied(context, customerKey, code);
      await context.billing.coupons.remove({ appliedCouponId });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.coupons, money(context, '0'), 'the coupons');
    },
  },
];

async function hundredUntaxed(context: ScenarioContext) {
  const subscribed = await subscribe(context);
  await use(context, subscribed, '1000');
  return subscribed;
}

/** Ends the subscription and brings its latest invoice. */
async function lastInvoice(context: ScenarioContext, subscriptionKey: string): Promise<Invoice> {
  await context.billing.subscriptions.terminate({ subscriptionKey });
  await context.settle();
  const last = (await invoicesOf(context, subscriptionKey)).at(-1);
  ensure(last, 'no invoice was made');
  return last;
}

const walletNeeds: readonly OperationId[] = [
  ...billing,
  'credits.createWallet',
  'credits.getWallet',
  'credits.add',
];

const prepaid: readonly Scenario[] = [
  {
    operation: 'credits.add',
    title: 'pays the next invoice, and what is left and what was used make what was granted',
    needs: [...walletNeeds, 'credits.listTransactions'],
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const walletId = await grant(context, customerKey, '130');
      const invoice = await lastInvoice(context, subscriptionKey);
      same(invoice.totals.prepaidCredits, money(context, '100'), 'what the wallet paid');
      same(invoice.totals.due, money(context, '0'), 'what is due');
      same(await balanceOf(context, walletId), money(context, '30'), 'the balance');
      const { consumed } = await context.billing.credits.getWallet({ walletId });
      same(consumed, money(context, '100'), 'what was consumed');
      const { items } = await context.billing.credits.listTransactions({ walletId });
      const [spent] = items.filter(({ direction }) => direction === 'out');
      ensure(spent, 'no transaction tells what the invoice used');
      const { kind, amount, invoiceId } = spent;
      const expected = { kind: 'invoiced', amount: money(context, '100'), invoiceId: invoice.id };
      same({ kind, amount, invoiceId }, expected, 'the transaction');
    },
  },
  {
    operation: 'credits.createWallet',
    title: 'with the lower priority number is used first, then the older one',
    needs: walletNeeds,
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const older = await grant(context, customerKey, '60', { priority: 2 });
      const younger = await grant(context, customerKey, '60', { priority: 2 });
      const first = await grant(context, customerKey, '30', { priority: 1 });
      await lastInvoice(context, subscriptionKey);
      const left = [];
      for (const walletId of [first, older, younger]) left.push(await balanceOf(context, walletId));
      same(
        left,
        ['0', '0', '50'].map((amount) => money(context, amount)),
        'what is left',
      );
    },
  },
  {
    operation: 'credits.terminateWallet',
    title: 'keeps the next invoice from using it',
    needs: walletNeeds,
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const ended = await grant(context, customerKey, '60');
      const open = await grant(context, customerKey, '10');
      await context.billing.credits.terminateWallet({ walletId: ended });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.prepaidCredits, money(context, '10'), 'what wallets paid');
      same(await balanceOf(context, open), money(context, '0'), 'the other balance');
    },
  },
  {
    operation: 'invoices.void',
    title: 'gives back the credits that the invoice used, once',
    needs: [...walletNeeds, 'invoices.create', 'creditNotes.create', 'creditNotes.get'],
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const walletId = await grant(context, customerKey, '30');
      const { id: creditNoteId } = await creditOf(context, customerKey, '25');
      const { id: invoiceId, totals } = await lastInvoice(context, subscriptionKey);
      same(totals.due, money(context, '45'), 'what is due');
      const noteBalance = async () =>
        (await context.billing.creditNotes.get({ creditNoteId })).balance;
      same(await noteBalance(), money(context, '0'), 'the credit note after the invoice');
      for (let count = 0; count < 2; count++) {
        await context.billing.invoices.void({ invoiceId });
        same(await balanceOf(context, walletId), money(context, '30'), 'the balance');
        same(await noteBalance(), money(context, '25'), 'the credit note');
      }
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'lowers the next invoice by the credit, up to what is due',
    needs: [...billing, 'invoices.create', 'creditNotes.get'],
    async run(context) {
      const first = await subscribe(context);
      const { customerKey, metric, planCode } = first;
      const second = await subscription(context, customerKey, planCode);
      const { id: creditNoteId } = await creditOf(context, customerKey, '50');
      await use(context, first, '300');
      await use(context, { metric, subscriptionKey: second.subscriptionKey }, '300');
      const one = await lastInvoice(context, first.subscriptionKey);
      same(one.totals.creditNotes, money(context, '30'), 'the credit on the first invoice');
      const note = await context.billing.creditNotes.get({ creditNoteId });
      same(note.balance, money(context, '20'), 'what is left of it');
      const two = await lastInvoice(context, second.subscriptionKey);
      same(two.totals.creditNotes, money(context, '20'), 'the credit on the second invoice');
      const used = await context.billing.creditNotes.get({ creditNoteId });
      same(used.creditStatus, 'consumed', 'the credit note that is used up');
    },
  },
  {
    operation: 'creditNotes.void',
    title: 'keeps the next invoice from using it',
    needs: [...billing, 'invoices.create', 'creditNotes.create'],
    async run(context) {
      const { customerKey, subscriptionKey } = await hundredUntaxed(context);
      const { id: creditNoteId } = await creditOf(context, customerKey, '25');
      await context.billing.creditNotes.void({ creditNoteId });
      await context.settle();
      const { totals } = await lastInvoice(context, subscriptionKey);
      same(totals.creditNotes, money(context, '0'), 'credit notes on the invoice');
    },
  },
];

/** Moves past the end of the period that holds the present, and brings the invoices until then. */
async function closePeriod(context: ScenarioContext, subscriptionKey: string): Promise<Invoice[]> {
  const { currentPeriod } = await context.billing.subscriptions.get({ subscriptionKey });
  ensure(currentPeriod, 'an active subscription has no current period');
  await context.advanceTo(after(currentPeriod.to, DAY));
  return invoicesOf(context, subscriptionKey);
}

const periodNeeds: readonly OperationId[] = [
  ...subscribing,
  'subscriptions.get',
  'usage.record',
  'invoices.list',
];

const periods: readonly Scenario[] = [
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

/** What holds for money on every provider: sums that must agree whatever the prices are. */
export const moneyScenarios: readonly Scenario[] = [
  ...usageMoney,
  ...order,
  ...prepaid,
  ...periods,
];
