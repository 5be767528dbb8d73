import { BillingError, type Invoice, type OperationId, type Result } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same, sameNumber } from '../assertions.ts';
import { billingFields, feeAt, finalInvoice, onlyInvoiceOf } from '../bills.ts';
import {
  after,
  customer,
  DAY,
  invoicing,
  money,
  oneOff,
  plan,
  subscribe,
  subscribing,
  tax,
  UNKNOWN_ID,
  unlessRefused,
  usageEvent,
  use,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** What makes drafts. */
const GRACE = 'customers.upsert.gracePeriodDays';

/** What {@link draft} calls. */
const drafting: readonly OperationId[] = [
  ...subscribing,
  'usage.record',
  'subscriptions.terminate',
  'invoices.list',
];

/** A draft over 10 units at 0.10: the customer has days of grace, and the subscription ended. */
async function draft(context: ScenarioContext) {
  const subscribed = await subscribe(context, { customer: { gracePeriodDays: 5 } });
  await use(context, subscribed, '10');
  const invoice = await finalInvoice(context, subscribed.subscriptionKey);
  same(invoice.status, 'draft', 'the status of an invoice within its days of grace');
  return { subscribed, invoiceId: invoice.id, invoice };
}

async function finalOneOff(context: ScenarioContext, ...prices: string[]): Promise<Invoice> {
  const { customerKey } = await customer(context);
  return oneOff(context, customerKey, ...prices);
}

function read(context: ScenarioContext, invoiceId: string): Promise<Result<Invoice>> {
  return context.billing.invoices.get({ invoiceId });
}

const creating: readonly Scenario[] = [
  {
    operation: 'invoices.create',
    title: 'makes a final invoice with a line for each item, and get brings the same',
    needs: ['customers.upsert', 'invoices.get'],
    async run(context) {
      const { customerKey } = await customer(context);
      const metadata = { order: '42' };
      const made = await context.billing.invoices.create({
        customerKey,
        currency: context.currency,
        items: [
          { name: 'Setup', description: 'Once', unitAmount: '12.5', units: '3' },
          { name: 'Training', unitAmount: '80' },
        ],
        ...context.taken('invoices.create', { metadata }),
      });
      const kept = context.kept('invoices.create', { metadata });
      hasFields(made, { customerKey, type: 'one_off', ...kept }, 'the invoice');
      // Where people of the account release invoices, a new one may wait for them.
      const isPartial = context.billing.capabilities['invoices.create'].level === 'partial';
      const isFinal = made.status === 'finalized' || (isPartial && made.status === 'draft');
      ensure(isFinal, `the invoice is ${made.status}`);
      const isNumbered =
        made.number !== undefined || !context.billing.supports('invoices.finalize');
      ensure(isNumbered, 'a final invoice has no number');
      same(
        made.fees.map(({ name }) => name),
        ['Setup', 'Training'],
        'names of the lines',
      );
      same(feeAt(made, 0).amount, money(context, '37.5'), 'amount of the first line');
      sameNumber(feeAt(made, 0).units, '3', 'units of the first line');
      same(made.totals.total, money(context, '117.5'), 'the total');
      await context.settle();
      const { warnings: _, ...rest } = made;
      hasFields(await read(context, made.id), rest, 'the invoice that get brings');
    },
  },
  {
    operation: 'invoices.create',
    title: 'is due after the days that the customer has',
    needs: ['customers.upsert'],
    needsFields: ['customers.upsert.paymentTermDays'],
    async run(context) {
      const { customerKey } = await customer(context, { paymentTermDays: 30 });
      const { issuingDate, paymentDueDate } = await oneOff(context, customerKey, '1');
      const due = after(`${issuingDate}T00:00:00.000Z`, 30 * DAY).slice(0, 10);
      same(paymentDueDate, due, 'the day until when it is to be paid');
    },
  },
  {
    operation: 'invoices.create',
    title: 'rounds each line half away from zero',
    needs: ['customers.upsert'],
    async run(context) {
      const { customerKey } = await customer(context);
      const made = await context.billing.invoices.create({
        customerKey,
        currency: context.currency,
        items: [
          { name: 'Half', unitAmount: '0.25', units: '0.5' },
          { name: 'Third', unitAmount: '0.10', units: '0.333' },
        ],
      });
      const amounts = made.fees.map(({ amount }) => amount);
      same(amounts, [money(context, '0.13'), money(context, '0.03')], 'the lines');
    },
  },
  {
    operation: 'invoices.create',
    title: 'taxes each item as told, else as the customer',
    needs: ['customers.upsert', 'taxes.create'],
    async run(context) {
      const [twenty, five] = [await tax(context, '20'), await tax(context, '5')];
      const { customerKey } = await customer(context, { taxCodes: [twenty.code] });
      const made = await context.billing.invoices.create({
        customerKey,
        currency: context.currency,
        items: [
          { name: 'As the customer', unitAmount: '100' },
          { name: 'Both', unitAmount: '100', taxCodes: [twenty.code, five.code] },
          { name: 'None', unitAmount: '100', taxCodes: [] },
        ],
      });
      const taxes = made.fees.map(({ taxAmount }) => taxAmount);
      const expected = ['20', '25', '0'].map((amount) => money(context, amount));
      same(taxes, expected, 'taxes of the lines');
      same(made.totals.total, money(context, '345'), 'the total');
      sameNumber(made.taxRate, '15', 'the mean rate');
    },
  },
  ...[
    { currency: 'JPY', unitAmount: '100', units: '2.5', amount: '250' },
    { currency: 'KWD', unitAmount: '0.125', units: '3', amount: '0.375' },
  ].map(
    ({ currency, unitAmount, units, amount }): Scenario => ({
      operation: 'invoices.create',
      title: `bills ${currency} in its own smallest unit`,
      needs: ['customers.upsert'],
      limits: { currencies: [currency] },
      async run(context) {
        const { customerKey } = await customer(context, { currency });
        const items = [{ name: 'Line', unitAmount, units }];
        const made = await context.billing.invoices.create({ customerKey, currency, items });
        same(made.totals.total, { amount, currency }, 'the total');
      },
    }),
  ),
  {
    operation: 'invoices.create',
    title: 'refuses a price with more digits than the currency has',
    needs: ['customers.upsert', 'invoices.list'],
    async run(context) {
      const { customerKey } = await customer(context);
      const items = [{ name: 'Line', unitAmount: '0.001' }];
      const call = () =>
        context.billing.invoices.create({ customerKey, currency: context.currency, items });
      await refuses(['invalid_input', 'rejected'], call, 'a tenth of a cent');
      await context.settle();
      same((await context.billing.invoices.list({ customerKey })).items, [], 'invoices');
    },
  },
  {
    operation: 'invoices.create',
    title: 'refuses an unknown customer',
    async run(context) {
      await isUnknown(() => oneOff(context, context.key('customer'), '1'), 'nobody');
    },
  },
  {
    operation: 'invoices.create',
    title: 'refuses an unknown tax',
    needs: ['customers.upsert', 'invoices.list'],
    needsFields: ['invoices.create.items.taxCodes'],
    async run(context) {
      const { customerKey } = await customer(context);
      const items = [{ name: 'Line', unitAmount: '1', taxCodes: [context.key('tax')] }];
      const call = () =>
        context.billing.invoices.create({ customerKey, currency: context.currency, items });
      await isUnknown(call, 'an unknown tax');
      await context.settle();
      same((await context.billing.invoices.list({ customerKey })).items, [], 'invoices');
    },
  },
  {
    operation: 'invoices.create',
    title: 'with the same idempotencyKey makes one invoice',
    needs: ['customers.upsert', 'invoices.list'],
    limits: { idempotencyKeys: true },
    async run(context) {
      const { customerKey } = await customer(context);
      const options = { idempotencyKey: context.key('call') };
      const items = [{ name: 'Line', unitAmount: '10' }];
      const input = { customerKey, currency: context.currency, items };
      const first = await context.billing.invoices.create(input, options);
      same(await context.billing.invoices.create(input, options), first, 'the repeated call');
      await context.settle();
      const found = await context.billing.invoices.list({ customerKey });
      same(
        found.items.map(({ id }) => id),
        [first.id],
        'invoices of the customer',
      );
    },
  },
];

const reading: readonly Scenario[] = [
  {
    operation: 'invoices.list',
    title: 'brings each invoice once, newest first, by page and by iteration',
    needs: invoicing,
    async run(context) {
      const { customerKey } = await customer(context);
      const other = await customer(context);
      await oneOff(context, other.customerKey, '1');
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) {
        ids.unshift((await oneOff(context, customerKey, '1')).id);
      }
      const list = (page: object) => context.billing.invoices.list({ customerKey, ...page });
      await sameInEveryWay(list, ({ id }) => id, ids);
      same((await list({})).items.length, 5, 'invoices of the customer');
    },
  },
  {
    operation: 'invoices.list',
    title: 'takes only those of the status and the payment asked for',
    needs: [...invoicing, 'invoices.update', 'invoices.void'],
    async run(context) {
      const { customerKey } = await customer(context);
      const open = await oneOff(context, customerKey, '1');
      const paid = await oneOff(context, customerKey, '2');
      const voided = await oneOff(context, customerKey, '3');
      await context.billing.invoices.update({ invoiceId: paid.id, paymentStatus: 'succeeded' });
      await context.billing.invoices.void({ invoiceId: voided.id });
      await context.settle();
      const found = async (filter: object) =>
        (await context.billing.invoices.list({ customerKey, ...filter })).items.map(({ id }) => id);
      same(await found({ status: 'voided' }), [voided.id], 'voided ones');
      same(await found({ status: 'finalized' }), [paid.id, open.id], 'final ones');
      same(await found({ paymentStatus: 'succeeded' }), [paid.id], 'paid ones');
      same(await found({ status: 'draft' }), [], 'drafts');
      same(await found({ type: 'subscription' }), [], 'those of subscriptions');
      same((await found({ type: 'one_off' })).length, 3, 'one-off ones');
    },
  },
  {
    operation: 'invoices.list',
    title: 'takes only those of the type and the state asked for',
    needs: invoicing,
    async run(context) {
      const { customerKey } = await customer(context);
      const { id, status, paymentStatus } = await oneOff(context, customerKey, '1');
      const found = async (filter: object) =>
        (await context.billing.invoices.list({ customerKey, ...filter })).items.map(
          (invoice) => invoice.id,
        );
      same(await found({ type: 'one_off', status, paymentStatus }), [id], 'those like it');
      same(await found({ type: 'subscription' }), [], 'those of subscriptions');
      same(await found({ status: 'voided' }), [], 'voided ones');
      same(await found({ paymentStatus: 'succeeded' }), [], 'paid ones');
    },
  },
  {
    operation: 'invoices.list',
    title: 'brings items as get does, whatever their number of lines',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const { customerKey } = await customer(context);
      await oneOff(context, customerKey, '1');
      await oneOff(context, customerKey, '2.50', '0.01');
      const { items } = await context.billing.invoices.list({ customerKey });
      const reads: Invoice[] = [];
      for (const { id } of items) {
        const { warnings: _, ...invoice } = await read(context, id);
        reads.push(invoice);
      }
      same(items, reads, 'the items');
      same(items.length, 2, 'how many there are');
    },
  },
  {
    operation: 'invoices.list',
    title: 'takes only those issued from a day to before another',
    needs: invoicing,
    async run(context) {
      const { customerKey } = await customer(context);
      const { id, issuingDate } = await oneOff(context, customerKey, '1');
      const dayAfter = after(`${issuingDate}T00:00:00.000Z`, DAY).slice(0, 10);
      const found = async (filter: object) =>
        (await context.billing.invoices.list({ customerKey, ...filter })).items.map(
          (invoice) => invoice.id,
        );
      same(await found({ issuedFrom: issuingDate }), [id], 'from the day on');
      same(await found({ issuedFrom: dayAfter }), [], 'from the next day on');
      same(await found({ issuedTo: dayAfter }), [id], 'before the next day');
      same(await found({ issuedTo: issuingDate }), [], 'before the day');
    },
  },
  {
    operation: 'invoices.list',
    title: 'takes only those that bill the subscription',
    needs: [...subscribing, 'invoices.create', 'subscriptions.terminate', 'usage.record'],
    needsFields: billingFields,
    async run(context) {
      const one = await subscribe(context);
      const two = await subscribe(context);
      for (const subscribed of [one, two]) {
        await use(context, subscribed, '10');
        const { subscriptionKey } = subscribed;
        await context.billing.subscriptions.terminate({ subscriptionKey });
      }
      await oneOff(context, one.customerKey, '1');
      const { subscriptionKey } = one;
      const invoice = await onlyInvoiceOf(context, subscriptionKey);
      same(
        invoice.periods.map((period) => period.subscriptionKey),
        [subscriptionKey],
        'periods',
      );
    },
  },
  {
    operation: 'invoices.preview',
    title: 'computes the next invoice and makes none',
    needs: [...subscribing, 'usage.record', 'invoices.list'],
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '25');
      const { subscriptionKey, customerKey } = subscribed;
      const input = { of: 'subscription', subscriptionKey } as const;
      const preview = await context.billing.invoices.preview(input);
      hasFields(preview, { id: 'preview', customerKey }, 'the preview');
      same(preview.totals.fees, money(context, '2.50'), 'the fees');
      await context.settle();
      same((await context.billing.invoices.list({ customerKey })).items, [], 'invoices');
      same(await context.billing.invoices.preview(input), preview, 'a second preview');
    },
  },
  {
    operation: 'invoices.preview',
    title: 'computes the first invoice of a subscription that does not exist',
    needs: ['customers.upsert', 'plans.create', 'subscriptions.list'],
    async run(context) {
      const { customerKey } = await customer(context);
      const price = money(context, '30');
      const { code: planCode } = await plan(context, { price, timing: 'advance' });
      const preview = await context.billing.invoices.preview({
        of: 'new_subscription',
        customerKey,
        planCode,
        billingTime: 'anniversary',
      });
      same(preview.totals.fees, price, 'the fees');
      const { items } = await context.billing.subscriptions.list({ customerKey });
      same(items, [], 'subscriptions');
    },
  },
  {
    operation: 'invoices.preview',
    title: 'refuses an unknown subscription, customer and plan',
    needs: ['customers.upsert', 'plans.create'],
    async run(context) {
      const { preview } = context.billing.invoices;
      const { customerKey } = await customer(context);
      const { code: planCode } = await plan(context);
      const subscriptionKey = context.key('subscription');
      await isUnknown(() => preview({ of: 'subscription', subscriptionKey }), 'a subscription');
      const of = 'new_subscription';
      const nobody = { of, planCode, customerKey: context.key('customer') } as const;
      await isUnknown(() => preview(nobody), 'an unknown customer');
      const noPlan = { of, customerKey, planCode: context.key('plan') } as const;
      await isUnknown(() => preview(noPlan), 'an unknown plan');
    },
  },
];

const changing: readonly Scenario[] = [
  {
    operation: 'invoices.update',
    title: 'records a payment, and no amount of the lines changes',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const before = await finalOneOff(context, '10', '20');
      const { id: invoiceId } = before;
      same(before.paymentStatus, 'pending', 'the payment at first');
      same(before.totals.due, money(context, '30'), 'what is due at first');
      await context.billing.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
      await context.settle();
      const paid = await read(context, invoiceId);
      same(paid.paymentStatus, 'succeeded', 'the payment');
      same(paid.totals.paid, money(context, '30'), 'what is paid');
      same(paid.totals.due, money(context, '0'), 'what is due');
      same(paid.totals.total, before.totals.total, 'the total');
      const amounts = (invoice: Invoice) => invoice.fees.map(({ id, amount }) => ({ id, amount }));
      same(amounts(paid), amounts(before), 'the lines');
    },
  },
  {
    operation: 'invoices.update',
    title: 'replaces metadata as a whole, clears it with null and leaves it when absent',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      const { update } = context.billing.invoices;
      await update({ invoiceId, metadata: { a: '1', b: '2' } });
      await update({ invoiceId, metadata: { c: '3' } });
      await context.settle();
      same((await read(context, invoiceId)).metadata, { c: '3' }, 'the metadata');
      await update({ invoiceId, paymentStatus: 'failed' });
      await context.settle();
      same((await read(context, invoiceId)).metadata, { c: '3' }, 'the metadata, not mentioned');
      await update({ invoiceId, metadata: null });
      await context.settle();
      same((await read(context, invoiceId)).metadata ?? {}, {}, 'the metadata, cleared');
    },
  },
  {
    operation: 'invoices.update',
    title: 'refuses a payment of a draft',
    needs: [...drafting, 'invoices.get'],
    needsFields: [...billingFields, GRACE],
    async run(context) {
      const { invoiceId } = await draft(context);
      const input = { invoiceId, paymentStatus: 'succeeded' } as const;
      await refuses('conflict', () => context.billing.invoices.update(input), 'paying a draft');
      same((await read(context, invoiceId)).paymentStatus, 'pending', 'the payment');
    },
  },
  {
    operation: 'invoices.finalize',
    title: 'makes a draft final, with the same amounts',
    needs: [...drafting, 'invoices.get'],
    needsFields: [...billingFields, GRACE],
    async run(context) {
      const { invoiceId, invoice } = await draft(context);
      same(invoice.totals.total, money(context, '1'), 'the total of the draft');
      const final = await context.billing.invoices.finalize({ invoiceId });
      same(final.status, 'finalized', 'the status');
      same(final.totals.total, invoice.totals.total, 'the total');
      await context.settle();
      const before = await read(context, invoiceId);
      ensure(before.number, 'a final invoice has no number');
      await context.billing.invoices.finalize({ invoiceId });
      await context.settle();
      same(await read(context, invoiceId), before, 'the invoice, made final twice');
    },
  },
  {
    operation: 'invoices.refresh',
    title: 'counts usage that came late, and makes nothing final',
    needs: drafting,
    needsFields: [...billingFields, GRACE],
    async run(context) {
      const { subscribed, invoiceId, invoice } = await draft(context);
      // The present may be after the end of the subscription by now; its start is not.
      const { startedAt: timestamp = context.now() } = subscribed.subscription;
      const late = usageEvent(context, subscribed, '5', { timestamp });
      await context.billing.usage.record({ events: [late] });
      await context.settle();
      const refreshed = await context.billing.invoices.refresh({ invoiceId });
      same(refreshed.status, 'draft', 'the status');
      same(refreshed.totals.fees, money(context, '1.50'), 'the fees with late usage');
      same(invoice.totals.fees, money(context, '1'), 'the fees before');
    },
  },
  {
    operation: 'invoices.refresh',
    title: 'refuses an invoice that is final, and leaves it',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      const before = await read(context, invoiceId);
      await refuses('conflict', () => context.billing.invoices.refresh({ invoiceId }), 'final');
      same(await read(context, invoiceId), before, 'the invoice');
    },
  },
  {
    operation: 'invoices.retry',
    title: 'refuses an invoice that did not fail, and leaves it',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      const before = await read(context, invoiceId);
      await refuses('conflict', () => context.billing.invoices.retry({ invoiceId }), 'final');
      same(await read(context, invoiceId), before, 'the invoice');
    },
  },
  {
    operation: 'invoices.void',
    title: 'voids an invoice that is not paid, and sent twice changes nothing more',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      const voided = await context.billing.invoices.void({ invoiceId });
      same(voided.status, 'voided', 'the status');
      ensure(voided.voidedAt, 'it does not say when it was voided');
      await context.settle();
      const before = await read(context, invoiceId);
      same(before.status, 'voided', 'the status');
      await context.billing.invoices.void({ invoiceId });
      await context.settle();
      same(await read(context, invoiceId), before, 'the invoice, voided twice');
    },
  },
  {
    operation: 'invoices.void',
    title: 'refuses an invoice that is paid, and a draft',
    needs: [...drafting, 'invoices.create', 'invoices.update', 'invoices.get'],
    needsFields: [...billingFields, GRACE],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      await context.billing.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
      await context.settle();
      const before = await read(context, invoiceId);
      await refuses('conflict', () => context.billing.invoices.void({ invoiceId }), 'a paid one');
      same(await read(context, invoiceId), before, 'the invoice');
      const unfinished = await draft(context);
      const call = () => context.billing.invoices.void({ invoiceId: unfinished.invoiceId });
      await refuses('conflict', call, 'a draft');
    },
  },
  {
    operation: 'invoices.collect',
    title: 'changes no amount of the invoice, whether somebody pays or not',
    needs: [...invoicing, 'invoices.get'],
    async run(context) {
      const before = await finalOneOff(context, '10');
      const { id: invoiceId } = before;
      try {
        await context.billing.invoices.collect({ invoiceId });
      } catch (error) {
        const refused = ['conflict', 'rejected', 'feature_not_enabled'] as const;
        if (!refused.some((code) => BillingError.is(error, code))) throw error;
      }
      await context.settle();
      const found = await read(context, invoiceId);
      same(found.totals.total, before.totals.total, 'the total');
      ensure(found.status === 'finalized', `the invoice is ${found.status}`);
    },
  },
  {
    operation: 'invoices.loseDispute',
    title: 'notes the lost dispute once, and changes no amount',
    needs: [...invoicing, 'invoices.get', 'invoices.update'],
    async run(context) {
      const { id: invoiceId } = await finalOneOff(context, '10');
      await context.billing.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
      await context.settle();
      const { totals, paymentDisputeLostAt } = await read(context, invoiceId);
      same(paymentDisputeLostAt, undefined, 'a dispute before there was one');
      await context.billing.invoices.loseDispute({ invoiceId });
      await context.settle();
      const disputed = await read(context, invoiceId);
      ensure(disputed.paymentDisputeLostAt, 'it does not say when the dispute was lost');
      same(disputed.totals.total, totals.total, 'the total');
      await context.billing.invoices.loseDispute({ invoiceId });
      await context.settle();
      same(await read(context, invoiceId), disputed, 'the invoice, disputed twice');
    },
  },
  {
    operation: 'invoices.loseDispute',
    title: 'refuses a draft',
    needs: drafting,
    needsFields: [...billingFields, GRACE],
    async run(context) {
      const { invoiceId } = await draft(context);
      const call = () => context.billing.invoices.loseDispute({ invoiceId });
      await refuses('conflict', call, 'a draft');
    },
  },
  ...(['createPaymentLink', 'createDownloadLink'] as const).map(
    (name): Scenario => ({
      operation: `invoices.${name}`,
      title: 'brings an address that can be opened, or says that this invoice has none',
      needs: invoicing,
      async run(context) {
        const { id: invoiceId } = await finalOneOff(context, '10');
        const create = () => context.billing.invoices[name]({ invoiceId });
        const link = await unlessRefused(context, `invoices.${name}`, create, ['conflict']);
        ensure(link === undefined || URL.canParse(link.url), 'the address cannot be read');
      },
    }),
  ),
];

const unknownIds = (
  [
    'get',
    'update',
    'finalize',
    'refresh',
    'retry',
    'void',
    'collect',
    'loseDispute',
    'createPaymentLink',
    'createDownloadLink',
  ] as const
).map(
  (name): Scenario => ({
    operation: `invoices.${name}`,
    title: 'refuses an id that nothing has',
    async run(context) {
      const invoiceId = UNKNOWN_ID;
      await isUnknown(() => context.billing.invoices[name]({ invoiceId }), `invoices.${name}`);
    },
  }),
);

/** What every provider does with invoices. */
export const invoiceScenarios: readonly Scenario[] = [
  ...creating,
  ...reading,
  ...changing,
  ...unknownIds,
];
