import { ensure, hasFields, isUnknown, refuses, same, sameObject } from '../assertions.ts';
import {
  customer,
  EMAIL,
  fullCustomer,
  invoicing,
  oneOff,
  subscribe,
  subscribing,
  tax,
  unlessRefused,
  wallet,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario } from '../scenario.ts';
import { awkwardEndings, longest } from './awkward-keys.ts';

const clearable = {
  name: null,
  timezone: null,
  address: null,
  legalName: null,
  taxNumber: null,
  gracePeriodDays: null,
  paymentTermDays: null,
} as const;

const upserting: readonly Scenario[] = [
  {
    operation: 'customers.upsert',
    title: 'keeps every field, and get brings the same',
    needs: ['customers.get'],
    async run(context) {
      const input = fullCustomer(context);
      const made = await context.billing.customers.upsert(input);
      await context.settle();
      hasFields(made, context.kept('customers.upsert', input), 'the customer');
      const found = await context.billing.customers.get({ customerKey: input.customerKey });
      sameObject(found, made, 'the customer that get brings');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'leaves what is absent',
    needs: ['customers.get'],
    async run(context) {
      const input = fullCustomer(context);
      const { customerKey } = input;
      await context.billing.customers.upsert(input);
      const before = await context.billing.customers.get({ customerKey });
      await context.billing.customers.upsert({ customerKey, name: 'Other' });
      await context.settle();
      const after = await context.billing.customers.get({ customerKey });
      same(after, { ...before, name: 'Other' }, 'the customer after an update');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'clears what is null',
    needs: ['customers.get'],
    async run(context) {
      const input = fullCustomer(context);
      const { customerKey } = input;
      await context.billing.customers.upsert(input);
      await context.billing.customers.upsert({ customerKey, ...clearable, metadata: null });
      await context.settle();
      const after = await context.billing.customers.get({ customerKey });
      for (const field of Object.keys(clearable)) {
        ensure(!(field in after), `${field} is still there: it was set to null`);
      }
      same(Object.keys(after.metadata ?? {}), [], 'what is left of the metadata');
      same(after.currency, input.currency, 'the currency, which was not mentioned');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'clears an email that is null',
    needs: ['customers.get'],
    leavesOut: ['customers.upsert.email'],
    async run(context) {
      const { customerKey } = await customer(context);
      await context.billing.customers.upsert({ customerKey, email: null });
      await context.settle();
      const { email } = await context.billing.customers.get({ customerKey });
      same(email, undefined, 'the email');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'makes a customer of a key alone',
    needs: ['customers.get'],
    leavesOut: ['customers.upsert.email'],
    async run(context) {
      const customerKey = context.key('customer');
      await context.billing.customers.upsert({ customerKey });
      await context.settle();
      const { name, email } = await context.billing.customers.get({ customerKey });
      same({ name, email }, { name: undefined, email: undefined }, 'what was not given');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'replaces metadata and address as a whole',
    needs: ['customers.get'],
    async run(context) {
      const input = fullCustomer(context);
      const { customerKey } = input;
      await context.billing.customers.upsert(input);
      const next = { metadata: { other: 'value' }, address: { city: 'Lyon' } };
      await context.billing.customers.upsert({ customerKey, ...next });
      await context.settle();
      const found = await context.billing.customers.get({ customerKey });
      hasFields(found, context.kept('customers.upsert', next), 'the customer');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'sent twice changes nothing more',
    needs: ['customers.list'],
    async run(context) {
      const input = fullCustomer(context);
      const first = await context.billing.customers.upsert(input);
      same(await context.billing.customers.upsert(input), first, 'the repeated upsert');
      const page = await context.billing.customers.list({ search: input.customerKey });
      same(page.items.length, 1, 'customers of this key');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'makes one customer of several concurrent calls',
    needs: ['customers.list'],
    async run(context) {
      const customerKey = context.key('customer');
      const input = { customerKey, name: 'Concurrent', email: EMAIL };
      await Promise.all([1, 2, 3, 4].map(() => context.billing.customers.upsert({ ...input })));
      await context.settle();
      const page = await context.billing.customers.list({ search: customerKey });
      same(page.items.length, 1, 'customers of this key');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'keeps awkward keys apart and as they are',
    needs: ['customers.get'],
    async run(context) {
      const stem = context.key('customer');
      const endings = ['', '-Case', '-case', ...awkwardEndings];
      const keys = [...endings.map((ending) => `${stem}${ending}`), longest(stem)];
      const { upsert, get } = context.billing.customers;
      for (const [index, customerKey] of keys.entries()) {
        await upsert({ customerKey, name: `${index}`, email: EMAIL });
      }
      await context.settle();
      for (const [index, customerKey] of keys.entries()) {
        const { customerKey: kept, name } = await get({ customerKey });
        same({ kept, name }, { kept: customerKey, name: `${index}` }, 'the customer of this key');
      }
    },
  },
  {
    operation: 'customers.upsert',
    title: 'refuses a tax that is not there',
    needsFields: ['customers.upsert.taxCodes'],
    async run(context) {
      const call = () => customer(context, { taxCodes: [context.key('tax')] });
      await refuses('not_found', call, 'an unknown tax');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'replaces the taxes as a whole',
    needs: ['taxes.create', 'customers.get'],
    needsFields: ['customers.upsert.taxCodes'],
    async run(context) {
      const first = await tax(context, '20');
      const second = await tax(context, '5');
      const { customerKey } = await customer(context, { taxCodes: [first.code] });
      await context.billing.customers.upsert({ customerKey, taxCodes: [second.code] });
      await context.settle();
      const { taxCodes } = await context.billing.customers.get({ customerKey });
      same(taxCodes, [second.code], 'the taxes');
    },
  },
  {
    operation: 'customers.upsert',
    title: 'refuses another currency once an invoice is made',
    needs: ['customers.get', 'invoices.create'],
    limits: { currencies: ['EUR', 'USD'] },
    async run(context) {
      const { customerKey } = await customer(context, { currency: 'USD' });
      await context.billing.invoices.create({
        customerKey,
        currency: 'USD',
        items: [{ name: 'Line', unitAmount: '1' }],
      });
      await context.settle();
      const call = () => context.billing.customers.upsert({ customerKey, currency: 'EUR' });
      await refuses('conflict', call, 'another currency');
      const { currency } = await context.billing.customers.get({ customerKey });
      same(currency, 'USD', 'the currency');
    },
  },
];

const reading: readonly Scenario[] = [
  {
    operation: 'customers.get',
    title: 'refuses a key that nobody has',
    async run(context) {
      const customerKey = context.key('customer');
      await isUnknown(() => context.billing.customers.get({ customerKey }), 'an unknown customer');
    },
  },
  {
    operation: 'customers.get',
    title: 'does not take a part of a key for the key',
    needs: ['customers.upsert'],
    async run(context) {
      const stem = context.key('customer');
      const whole = `${stem}.com/%41`;
      await context.billing.customers.upsert({ customerKey: whole, email: EMAIL });
      await context.settle();
      const found = await context.billing.customers.get({ customerKey: whole });
      same(found.customerKey, whole, 'the key');
      for (const part of [stem, `${stem}.com`, `${stem}.com/A`]) {
        const call = () => context.billing.customers.get({ customerKey: part });
        await isUnknown(call, `${part} in place of ${whole}`);
      }
    },
  },
  {
    operation: 'customers.list',
    title: 'brings every customer once, newest first, by page and by iteration',
    needs: ['customers.upsert'],
    async run(context) {
      const keys: string[] = [];
      for (let count = 0; count < 5; count++) keys.unshift((await customer(context)).customerKey);
      await context.settle();
      await sameInEveryWay(
        (page) => context.billing.customers.list(page),
        ({ customerKey }) => customerKey,
        keys,
      );
    },
  },
  {
    operation: 'customers.list',
    title: 'finds parts of a key, a name and an address',
    needs: ['customers.upsert'],
    async run(context) {
      const mark = context.key('mark');
      const byKey = await customer(context, { customerKey: `a-${mark}-key` });
      const byName = await customer(context, { name: `Name ${mark} Ltd` });
      const byEmail = await customer(context, { email: `${mark}@example.com` });
      await customer(context);
      await context.settle();
      const { items } = await context.billing.customers.list({ search: mark });
      same(
        items.map(({ customerKey }) => customerKey),
        [byEmail.customerKey, byName.customerKey, byKey.customerKey],
        'the customers found',
      );
    },
  },
  {
    operation: 'customers.list',
    title: 'finds nobody for what nobody has',
    needs: ['customers.upsert'],
    async run(context) {
      await customer(context);
      const { items } = await context.billing.customers.list({ search: context.key('nobody') });
      same(items.length, 0, 'customers found');
    },
  },
];

const deleting: readonly Scenario[] = [
  {
    operation: 'customers.delete',
    title: 'brings the customer, who is gone then',
    needs: ['customers.upsert', 'customers.get'],
    async run(context) {
      const { customerKey } = await customer(context, fullCustomer(context));
      const other = await customer(context);
      const before = await context.billing.customers.get({ customerKey });
      const deleted = await context.billing.customers.delete({ customerKey });
      sameObject(deleted, before, 'the deleted customer');
      await context.settle();
      await isUnknown(() => context.billing.customers.get({ customerKey }), 'a deleted customer');
      await context.billing.customers.get({ customerKey: other.customerKey });
    },
  },
  {
    operation: 'customers.delete',
    title: 'leaves the key free for a customer without a past',
    needs: ['customers.upsert', 'customers.get'],
    needsWhole: ['customers.delete'],
    async run(context) {
      const { customerKey } = await customer(context, { metadata: { note: 'first life' } });
      await context.billing.customers.delete({ customerKey });
      await context.settle();
      await context.billing.customers.upsert({ customerKey, email: EMAIL });
      const { name, metadata } = await context.billing.customers.get({ customerKey });
      same(
        { name, metadata: metadata ?? {} },
        { name: undefined, metadata: {} },
        'the new customer',
      );
    },
  },
  {
    operation: 'customers.delete',
    title: 'refuses a key that nobody has',
    async run(context) {
      const customerKey = context.key('customer');
      await isUnknown(() => context.billing.customers.delete({ customerKey }), 'nobody');
    },
  },
  {
    operation: 'customers.delete',
    title: 'leaves the invoices',
    needs: [...invoicing, 'invoices.get'],
    needsWhole: ['customers.delete'],
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: invoiceId } = await oneOff(context, customerKey, '10');
      const before = await context.billing.invoices.get({ invoiceId });
      await context.billing.customers.delete({ customerKey });
      await context.settle();
      same(await context.billing.invoices.get({ invoiceId }), before, 'the invoice');
    },
  },
  {
    operation: 'customers.delete',
    title: 'ends subscriptions and closes wallets',
    needs: [...subscribing, 'subscriptions.get', 'credits.createWallet', 'credits.getWallet'],
    async run(context) {
      const { customerKey, subscriptionKey } = await subscribe(context);
      const { id: walletId } = await wallet(context, customerKey);
      await context.billing.customers.delete({ customerKey });
      await context.settle();
      const ended = await context.billing.subscriptions.get({ subscriptionKey });
      same(ended.status, 'terminated', 'status of the subscription');
      const closed = await context.billing.credits.getWallet({ walletId });
      same(closed.status, 'terminated', 'status of the wallet');
    },
  },
];

const links: readonly Scenario[] = (['createPortalLink', 'createCheckoutLink'] as const).flatMap(
  (name): Scenario[] => [
    {
      operation: `customers.${name}`,
      title: 'brings an address that can be opened, or says that this customer has none',
      needs: ['customers.upsert'],
      async run(context) {
        const { customerKey } = await customer(context);
        await context.settle();
        const create = () => context.billing.customers[name]({ customerKey });
        const link = await unlessRefused(context, `customers.${name}`, create, ['conflict']);
        ensure(link === undefined || URL.canParse(link.url), 'the address cannot be read');
      },
    },
    {
      operation: `customers.${name}`,
      title: 'refuses a key that nobody has',
      async run(context) {
        const customerKey = context.key('customer');
        await isUnknown(() => context.billing.customers[name]({ customerKey }), 'nobody');
      },
    },
  ],
);

/** What every provider does with customers. */
export const customerScenarios: readonly Scenario[] = [
  ...upserting,
  ...reading,
  ...deleting,
  ...links,
];
