import type { OperationId, Warning } from '@billport/core';
import { toEpochMs } from '@billport/core';
import { ensure, sameObject } from '../assertions.ts';
import { billingFields, feeAt, finalInvoice } from '../bills.ts';
import {
  after,
  anyWallet,
  applied,
  coupon,
  customer,
  DAY,
  fullCustomer,
  invoicing,
  money,
  oneOff,
  plan,
  subscribe,
  subscribing,
  subscription,
  tax,
  usageEvent,
  use,
  wallet,
  walletSource,
} from '../fixtures.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

type Shown = object & { readonly warnings?: readonly Warning[] };

/** Two ways to the same object: what an operation brought, and what a read brings. */
interface Agreement {
  readonly operation: OperationId;
  readonly needs: readonly OperationId[];
  readonly needsAny?: NonNullable<Scenario['needsAny']>;
  readonly needsFields?: NonNullable<Scenario['needsFields']>;
  act(context: ScenarioContext): Promise<readonly [brought: object, read: object]>;
}

/** How far the clocks of a provider and of its caller may be apart. */
const CLOCK_TOLERANCE = 3_600_000;

/** Fields that say when something was done which the scenario has just done. */
const MOMENTS = ['createdAt', 'startedAt', 'terminatedAt', 'voidedAt', 'settledAt', 'finalizedAt'];

function isRecent(context: ScenarioContext, brought: object): void {
  for (const [field, value] of Object.entries(brought)) {
    if (!MOMENTS.includes(field)) continue;
    const distance = Math.abs(toEpochMs(String(value)) - toEpochMs(context.now()));
    ensure(distance <= CLOCK_TOLERANCE, `${field} is ${value}, and it is ${context.now()}`);
  }
}

function agreement({ act, ...declared }: Agreement, title: string): Scenario {
  return {
    ...declared,
    title,
    async run(context) {
      const [brought, read] = await act(context);
      sameObject(brought, read, `what ${declared.operation} brings`);
      isRecent(context, brought);
    },
  };
}

/** A subscription with a name and data, on a plan of 10.00 with a trial. */
async function subscribed(context: ScenarioContext, fields = {}) {
  const plan = { price: money(context, '10'), timing: 'advance', trialDays: 7 } as const;
  const subscription = { name: 'Seat', metadata: { a: 'b' }, ...fields };
  return subscribe(context, { plan, subscription });
}

async function walletOf(context: ScenarioContext) {
  const { customerKey } = await customer(context);
  const fields = { code: context.key('wallet'), metadata: { a: 'b' }, priority: 3 };
  const { id: walletId } = await wallet(context, customerKey, fields);
  await context.billing.credits.add({ walletId, kind: 'granted', credits: '10' });
  await context.settle();
  return { walletId, customerKey };
}

async function invoiced(context: ScenarioContext) {
  const { code } = await tax(context, '20');
  const { customerKey } = await customer(context, { taxCodes: [code], paymentTermDays: 14 });
  return oneOff(context, customerKey, '100', '0.99');
}

async function drafted(context: ScenarioContext) {
  const subscribed = await subscribe(context, { customer: { gracePeriodDays: 5 } });
  await use(context, subscribed, '10');
  const { id: invoiceId } = await finalInvoice(context, subscribed.subscriptionKey);
  return { ...subscribed, invoiceId };
}

async function credited(context: ScenarioContext) {
  const invoice = await invoiced(context);
  const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, '12.34') }];
  const note = await context.billing.creditNotes.create({
    invoiceId: invoice.id,
    reason: 'other',
    description: 'A part',
    items,
    metadata: { a: 'b' },
  });
  await context.settle();
  return note;
}

/** The result of a write, and what get brings when everything has settled. */
async function thenRead<Result extends Shown>(
  context: ScenarioContext,
  write: Promise<Result>,
  read: (result: Result) => Promise<Shown>,
): Promise<readonly [object, object]> {
  const brought = await write;
  await context.settle();
  return [brought, await read(brought)];
}

/** The items of a list, and what get brings of each. */
async function listed<Item extends Shown>(
  list: PromiseLike<{ items: readonly Item[] }>,
  read: (item: Item) => Promise<Shown>,
): Promise<readonly [object, object]> {
  const { items } = await list;
  ensure(items.length > 0, 'the list is empty');
  const reads = [];
  for (const item of items) {
    const { warnings: _, ...object } = await read(item);
    reads.push(object);
  }
  return [{ items }, { items: reads }];
}

const drafting: readonly OperationId[] = [
  ...subscribing,
  'usage.record',
  'subscriptions.terminate',
  'invoices.list',
];
const wallets: readonly OperationId[] = ['customers.upsert', 'credits.createWallet', 'credits.add'];
const taxed: readonly OperationId[] = [...invoicing, 'taxes.create'];

/** Writes whose result is the object, as get brings it from then on. */
const writes: readonly Agreement[] = [
  {
    operation: 'subscriptions.create',
    needs: ['customers.upsert', 'metrics.create', 'plans.create', 'subscriptions.get'],
    async act(context) {
      const { subscription, subscriptionKey } = await subscribed(context);
      return [subscription, await context.billing.subscriptions.get({ subscriptionKey })];
    },
  },
  {
    operation: 'subscriptions.update',
    needs: [...subscribing, 'subscriptions.get'],
    async act(context) {
      const { subscriptionKey } = await subscribed(context);
      const { update, get } = context.billing.subscriptions;
      const end = { endingAt: after(context.now(), 90 * DAY) };
      const taken = context.taken('subscriptions.update', end);
      const change = { subscriptionKey, name: 'Other', ...taken };
      return thenRead(context, update(change), () => get({ subscriptionKey }));
    },
  },
  {
    operation: 'subscriptions.changePlan',
    needs: [...subscribing, 'subscriptions.get'],
    async act(context) {
      const { subscriptionKey } = await subscribed(context);
      const price = money(context, '1');
      const { code: planCode } = await plan(context, { price, timing: 'advance' });
      const { changePlan, get } = context.billing.subscriptions;
      const { subscription } = await changePlan({ subscriptionKey, planCode });
      await context.settle();
      return [subscription, await get({ subscriptionKey })];
    },
  },
  {
    operation: 'subscriptions.terminate',
    needs: [...subscribing, 'subscriptions.get'],
    async act(context) {
      const { subscriptionKey } = await subscribed(context);
      const { terminate, get } = context.billing.subscriptions;
      return thenRead(context, terminate({ subscriptionKey }), () => get({ subscriptionKey }));
    },
  },
  {
    operation: 'credits.createWallet',
    needs: ['customers.upsert', 'credits.getWallet'],
    async act(context) {
      const { customerKey } = await customer(context);
      const fields = { code: context.key('wallet'), metadata: { a: 'b' }, priority: 3 };
      return thenRead(context, wallet(context, customerKey, fields), walletRead(context));
    },
  },
  {
    operation: 'credits.updateWallet',
    needs: [...wallets, 'credits.getWallet'],
    async act(context) {
      const { walletId } = await walletOf(context);
      const { updateWallet } = context.billing.credits;
      const change = { walletId, name: 'Other', priority: 7, expiresAt: after(context.now(), DAY) };
      return thenRead(context, updateWallet(change), walletRead(context));
    },
  },
  {
    operation: 'credits.terminateWallet',
    needs: [...wallets, 'credits.getWallet'],
    async act(context) {
      const { walletId } = await walletOf(context);
      const { terminateWallet } = context.billing.credits;
      return thenRead(context, terminateWallet({ walletId }), walletRead(context));
    },
  },
  {
    operation: 'invoices.create',
    needs: ['customers.upsert', 'taxes.create', 'invoices.get'],
    act: (context) => thenRead(context, invoiced(context), invoiceRead(context)),
  },
  {
    operation: 'invoices.update',
    needs: [...taxed, 'invoices.get'],
    async act(context) {
      const { id: invoiceId } = await invoiced(context);
      const change = { invoiceId, paymentStatus: 'succeeded', metadata: { a: 'b' } } as const;
      return thenRead(context, context.billing.invoices.update(change), invoiceRead(context));
    },
  },
  {
    operation: 'invoices.void',
    needs: [...taxed, 'invoices.get'],
    async act(context) {
      const { id: invoiceId } = await invoiced(context);
      return thenRead(context, context.billing.invoices.void({ invoiceId }), invoiceRead(context));
    },
  },
  {
    operation: 'invoices.loseDispute',
    needs: [...taxed, 'invoices.update', 'invoices.get'],
    async act(context) {
      const { id: invoiceId } = await invoiced(context);
      const { update, loseDispute } = context.billing.invoices;
      await update({ invoiceId, paymentStatus: 'succeeded' });
      await context.settle();
      return thenRead(context, loseDispute({ invoiceId }), invoiceRead(context));
    },
  },
  ...(['finalize', 'refresh'] as const).map(
    (name): Agreement => ({
      operation: `invoices.${name}`,
      needs: [...drafting, 'invoices.get'],
      needsFields: [...billingFields, 'customers.upsert.gracePeriodDays'],
      async act(context) {
        const { invoiceId } = await drafted(context);
        const write = context.billing.invoices[name];
        return thenRead(context, write({ invoiceId }), invoiceRead(context));
      },
    }),
  ),
  {
    operation: 'creditNotes.create',
    needs: [...taxed, 'creditNotes.get'],
    act: (context) => thenRead(context, credited(context), noteRead(context)),
  },
  {
    operation: 'creditNotes.update',
    needs: [...taxed, 'creditNotes.create', 'creditNotes.get'],
    async act(context) {
      const { id: creditNoteId } = await credited(context);
      const change = { creditNoteId, metadata: { c: 'd' } };
      return thenRead(context, context.billing.creditNotes.update(change), noteRead(context));
    },
  },
  {
    operation: 'creditNotes.void',
    needs: [...taxed, 'creditNotes.create', 'creditNotes.get'],
    async act(context) {
      const { id: creditNoteId } = await credited(context);
      const { creditNotes } = context.billing;
      return thenRead(context, creditNotes.void({ creditNoteId }), noteRead(context));
    },
  },
];

/** Writes whose result only a list brings again. */
const movements: readonly Agreement[] = [
  {
    operation: 'credits.add',
    needs: ['customers.upsert', 'credits.listTransactions'],
    needsAny: [walletSource],
    async act(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await anyWallet(context, customerKey);
      const data = { name: 'Gift', metadata: { a: 'b' } };
      const grant = { walletId, kind: 'granted', credits: '5', ...data } as const;
      return thenRead(context, context.billing.credits.add(grant), latestMovement(context));
    },
  },
  {
    operation: 'credits.void',
    needs: ['customers.upsert', 'credits.add', 'credits.listTransactions'],
    needsAny: [walletSource],
    async act(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await anyWallet(context, customerKey);
      await context.billing.credits.add({ walletId, kind: 'granted', credits: '10' });
      await context.settle();
      const taken = context.billing.credits.void({ walletId, credits: '5' });
      return thenRead(context, taken, latestMovement(context));
    },
  },
  {
    operation: 'coupons.apply',
    needs: ['customers.upsert', 'coupons.create', 'coupons.listApplied'],
    async act(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5');
      return thenRead(context, applied(context, customerKey, code), latestCoupon(context));
    },
  },
  {
    operation: 'coupons.remove',
    needs: ['customers.upsert', 'coupons.create', 'coupons.apply', 'coupons.listApplied'],
    async act(context) {
      const { customerKey } = await customer(context);
      const { code } = await coupon(context, '5');
      const { id: appliedCouponId } = await applied(context, customerKey, code);
      const removed = context.billing.coupons.remove({ appliedCouponId });
      return thenRead(context, removed, latestCoupon(context));
    },
  },
];

/** Lists whose items get brings too. */
const lists: readonly Agreement[] = [
  {
    operation: 'customers.list',
    needs: ['customers.upsert', 'customers.get'],
    async act(context) {
      const { customerKey } = await customer(context, fullCustomer(context));
      await context.settle();
      const { list, get } = context.billing.customers;
      return listed(list({ search: customerKey }), () => get({ customerKey }));
    },
  },
  {
    operation: 'subscriptions.list',
    needs: [...subscribing, 'subscriptions.get', 'subscriptions.terminate'],
    async act(context) {
      const { customerKey, subscriptionKey } = await subscribed(context);
      const { code: planCode } = await plan(context);
      const end = { endingAt: after(context.now(), 40 * DAY) };
      const taken = context.taken('subscriptions.create', end);
      await subscription(context, customerKey, planCode, taken);
      const { list, get, terminate } = context.billing.subscriptions;
      await terminate({ subscriptionKey });
      await context.settle();
      return listed(list({ customerKey }), (item) =>
        get({ subscriptionKey: item.subscriptionKey }),
      );
    },
  },
  {
    operation: 'credits.listWallets',
    needs: [...wallets, 'credits.getWallet', 'credits.terminateWallet'],
    async act(context) {
      const { customerKey, walletId } = await walletOf(context);
      await wallet(context, customerKey);
      await context.billing.credits.terminateWallet({ walletId });
      await context.settle();
      return listed(context.billing.credits.listWallets({ customerKey }), walletRead(context));
    },
  },
  {
    operation: 'invoices.list',
    needs: [...taxed, 'invoices.get', 'invoices.void'],
    async act(context) {
      const { customerKey, id: invoiceId } = await invoiced(context);
      await oneOff(context, customerKey, '7');
      await context.billing.invoices.void({ invoiceId });
      await context.settle();
      return listed(context.billing.invoices.list({ customerKey }), invoiceRead(context));
    },
  },
  {
    operation: 'usage.listEvents',
    needs: [...subscribing, 'usage.record', 'usage.getEvent'],
    async act(context) {
      const used = await subscribed(context);
      await context.billing.usage.record({ events: [usageEvent(context, used, '1')] });
      await context.settle();
      const { listEvents, getEvent } = context.billing.usage;
      const { subscriptionKey } = used;
      return listed(listEvents({ subscriptionKey }), ({ id }) => getEvent({ subscriptionKey, id }));
    },
  },
];

function walletRead({ billing }: ScenarioContext) {
  return ({ id }: { id: string }) => billing.credits.getWallet({ walletId: id });
}

function invoiceRead({ billing }: ScenarioContext) {
  return ({ id }: { id: string }) => billing.invoices.get({ invoiceId: id });
}

function noteRead({ billing }: ScenarioContext) {
  return ({ id }: { id: string }) => billing.creditNotes.get({ creditNoteId: id });
}

function latestMovement({ billing }: ScenarioContext) {
  return async ({ walletId }: { walletId: string }) => {
    const [latest] = (await billing.credits.listTransactions({ walletId })).items;
    ensure(latest, 'the wallet has no movements');
    return latest;
  };
}

function latestCoupon({ billing }: ScenarioContext) {
  return async ({ customerKey }: { customerKey: string }) => {
    const [latest] = (await billing.coupons.listApplied({ customerKey })).items;
    ensure(latest, 'the customer has no coupons');
    return latest;
  };
}

/** What holds wherever two operations bring the same object: they bring it the same. */
export const agreementScenarios: readonly Scenario[] = [
  ...writes.map((each) => agreement(each, 'brings what get brings from then on')),
  ...movements.map((each) => agreement(each, 'brings what the list brings from then on')),
  ...lists.map((each) => agreement(each, 'brings items as get does')),
];
