import { BillingError, type Invoice, type ManualClock, toInstant } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import fc from 'fast-check';
import { metrics, PLAN_CODES, repriced } from './catalog.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const usd = (cents: bigint) => ({
  amount: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`,
  currency: 'USD',
});

const customer = fc.constantFrom('acme', 'globex');
const subscription = fc.constantFrom('s0', 's1', 's2', 's3');
const plan = fc.constantFrom(...PLAN_CODES);
const zone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland');
const place = fc.nat({ max: 100 });
const part = fc.integer({ min: 1, max: 100 });

const event = fc.record({
  metric: fc.constantFrom(...metrics.map(({ code }) => code)),
  n: fc.oneof(fc.integer({ min: -5, max: 40 }).map(String), fc.constantFrom('0.5', '7.25', '150')),
  minutesAgo: fc.oneof(fc.nat({ max: 60 }), fc.nat({ max: 40 * 1440 })),
  region: fc.constantFrom('eu', 'us'),
  team: fc.option(fc.constantFrom('a', 'b')),
  remove: fc.boolean(),
});

/** Something that happens to the customers of a billed business. */
export type Step =
  | { kind: 'advance'; days: number }
  | {
      kind: 'subscribe';
      subscription: string;
      customer: string;
      plan: string;
      anniversary: boolean;
      daysAhead: number;
    }
  | {
      kind: 'use';
      subscription: string;
      events: {
        metric: string;
        n: string;
        minutesAgo: number;
        region: string;
        team: string | null;
        remove: boolean;
      }[];
    }
  | { kind: 'changePlan'; subscription: string; plan: string }
  | {
      kind: 'terminate';
      subscription: string;
      unusedCredit: 'credit' | 'offset' | 'skip' | 'refund';
    }
  | { kind: 'applyCoupon'; customer: string; coupon: string }
  | { kind: 'addCredits'; customer: string; purchased: boolean; credits: number; priority: number }
  | { kind: 'creditNote'; place: number; part: number; use: 'credit' | 'refund' | 'offset' }
  | { kind: 'voidNote'; place: number }
  | { kind: 'pay'; place: number; outcome: 'succeeded' | 'failed' }
  | { kind: 'voidInvoice'; place: number }
  | { kind: 'moveZone'; customer: string; zone: string }
  | { kind: 'reprice'; plan: string; place: number }
  | { kind: 'roundUnits'; place: number; mode: 'ceil' | 'floor' | 'round' | null };

const step = <Kind extends Step['kind']>(kind: Kind, weight: number, fields: object) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<Step>,
});

/** Any step. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  step('advance', 6, {
    days: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 12, max: 75 })),
  }),
  step('subscribe', 5, {
    subscription,
    customer,
    plan,
    anniversary: fc.boolean(),
    daysAhead: fc.integer({ min: -40, max: 20 }),
  }),
  step('use', 12, { subscription, events: fc.array(event, { minLength: 1, maxLength: 6 }) }),
  step('changePlan', 3, { subscription, plan }),
  step('terminate', 1, {
    subscription,
    unusedCredit: fc.constantFrom('credit', 'offset', 'skip', 'refund'),
  }),
  step('applyCoupon', 2, { customer, coupon: fc.constantFrom('once', 'thrice', 'share') }),
  step('addCredits', 3, {
    customer,
    purchased: fc.boolean(),
    credits: fc.integer({ min: 1, max: 400 }),
    priority: fc.integer({ min: 1, max: 3 }),
  }),
  step('creditNote', 3, { place, part, use: fc.constantFrom('credit', 'refund', 'offset') }),
  step('voidNote', 1, { place }),
  step('pay', 4, { place, outcome: fc.constantFrom('succeeded', 'succeeded', 'failed') }),
  step('voidInvoice', 2, { place }),
  step('moveZone', 1, { customer, zone }),
  step('reprice', 2, { plan, place }),
  step('roundUnits', 1, { place, mode: fc.constantFrom('ceil', 'floor', 'round', null) }),
);

/** What steps happen to. */
export interface Business {
  readonly billing: EmbeddedBilling;
  readonly clock: ManualClock;
  /** Ids of events that were sent. */
  events: number;
}

async function pick<Item>(items: AsyncIterable<Item>, place: number): Promise<Item | undefined> {
  const all = await Array.fromAsync(items);
  return all[place % Math.max(all.length, 1)];
}

async function use(business: Business, given: Step & { kind: 'use' }): Promise<unknown> {
  const { billing, clock } = business;
  const events = given.events.map(({ metric, n, minutesAgo, region, team, remove }) => ({
    id: `e${business.events++}`,
    subscriptionKey: given.subscription,
    metric,
    timestamp: toInstant(clock.now() - minutesAgo * MINUTE),
    properties: {
      n,
      region,
      ...(team !== null && { team }),
      ...(remove && { operation_type: 'remove' }),
    },
    preciseAmount: '0.125',
  }));
  return billing.usage.record({ events, onRejected: 'report' });
}

async function addCredits({ billing }: Business, given: Step & { kind: 'addCredits' }) {
  const { customer: customerKey, priority } = given;
  const wallets = await billing.credits.listWallets({ customerKey, status: 'active' });
  const known = wallets.items.find((wallet) => wallet.priority === priority);
  const wallet =
    known ??
    (await billing.credits.createWallet({
      customerKey,
      currency: 'USD',
      priority,
      creditValue: priority === 1 ? '0.75' : '1',
      ...(priority === 3 && { appliesTo: { metrics: ['sum', 'count'] } }),
    }));
  return billing.credits.add({
    walletId: wallet.id,
    kind: given.purchased ? 'purchased' : 'granted',
    credits: String(given.credits),
  });
}

const cents = (amount: string) => BigInt(amount.replace('.', ''));

async function creditNote({ billing }: Business, given: Step & { kind: 'creditNote' }) {
  const invoice = await pick(billing.invoices.list({ status: 'finalized' }), given.place);
  const fee = invoice?.fees[given.place % Math.max(invoice.fees.length, 1)];
  if (invoice === undefined || fee === undefined) return undefined;
  const items = [
    { feeId: fee.id, amount: usd((cents(fee.amount.amount) * BigInt(given.part)) / 100n) },
  ];
  const invoiceId = invoice.id;
  const { maxRefund, maxOffset } = await billing.creditNotes.estimate({ invoiceId, items });
  return billing.creditNotes.create({
    invoiceId,
    reason: 'other',
    items,
    ...(given.use === 'refund' && { refund: maxRefund }),
    ...(given.use === 'offset' && { offset: maxOffset }),
  });
}

async function withInvoice(
  { billing }: Business,
  place: number,
  work: (invoice: Invoice) => Promise<unknown>,
): Promise<unknown> {
  const invoice = await pick(billing.invoices.list({ status: 'finalized' }), place);
  return invoice === undefined ? undefined : work(invoice);
}

async function perform(business: Business, given: Step): Promise<unknown> {
  const { billing, clock } = business;
  switch (given.kind) {
    case 'advance':
      return billing.advanceTo(clock.now() + given.days * DAY);
    case 'subscribe':
      return billing.subscriptions.create({
        subscriptionKey: given.subscription,
        customerKey: given.customer,
        planCode: given.plan,
        billingTime: given.anniversary ? 'anniversary' : 'calendar',
        startAt: toInstant(clock.now() + given.daysAhead * DAY),
      });
    case 'use':
      return use(business, given);
    case 'changePlan':
      return billing.subscriptions.changePlan({
        subscriptionKey: given.subscription,
        planCode: given.plan,
      });
    case 'terminate':
      return billing.subscriptions.terminate({
        subscriptionKey: given.subscription,
        unusedCredit: given.unusedCredit,
      });
    case 'applyCoupon':
      return billing.coupons.apply({ customerKey: given.customer, couponCode: given.coupon });
    case 'addCredits':
      return addCredits(business, given);
    case 'creditNote':
      return creditNote(business, given);
    case 'voidNote': {
      const note = await pick(billing.creditNotes.list(), given.place);
      return note && billing.creditNotes.void({ creditNoteId: note.id });
    }
    case 'pay':
      return withInvoice(business, given.place, ({ id }) =>
        billing.invoices.update({ invoiceId: id, paymentStatus: given.outcome }),
      );
    case 'voidInvoice':
      return withInvoice(business, given.place, ({ id }) =>
        billing.invoices.void({ invoiceId: id }),
      );
    case 'moveZone':
      return billing.customers.upsert({ customerKey: given.customer, timezone: given.zone });
    case 'reprice': {
      const { charges } = await billing.plans.get({ code: given.plan });
      const charge = charges[given.place % Math.max(charges.length, 1)];
      return charge && billing.plans.update({ code: given.plan, charges: [repriced(charge)] });
    }
    case 'roundUnits': {
      const code = metrics[given.place % metrics.length]?.code ?? 'sum';
      const rounding = given.mode === null ? null : { mode: given.mode };
      return billing.metrics.update({ code, rounding });
    }
  }
}

/** Does the step. What the state of the business does not allow is refused, and nothing happens. */
export async function doStep(business: Business, given: Step): Promise<'done' | 'refused'> {
  try {
    await perform(business, given);
    return 'done';
  } catch (error) {
    const expected = ['conflict', 'invalid_input', 'not_found', 'already_exists'];
    if (BillingError.is(error) && expected.includes(error.code)) return 'refused';
    throw error;
  }
}
