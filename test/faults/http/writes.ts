import type { Billing, Money } from '@billport/core';
import { pick, type Random } from './random.ts';

/** What the writes of a campaign are about: made before the faults begin. */
export interface World {
  readonly customers: readonly string[];
  readonly wallets: readonly string[];
  readonly subscriptions: readonly string[];
  /** Paid invoices with one line each, and the id of that line. */
  readonly invoices: readonly { readonly invoiceId: string; readonly feeId: string }[];
  readonly planCode: string;
  readonly metric: string;
  /** The present of the provider. */
  readonly now: string;
}

/** One write that a campaign tries. */
export interface Write {
  readonly kind: string;
  /** What the thing that it makes bears, and nothing else. */
  readonly mark: string;
  /** Makes what it needs, without faults. */
  prepare?(billing: Billing): Promise<unknown>;
  call(billing: Billing): Promise<unknown>;
}

type MakeWrite = (world: World, mark: string, random: Random) => Omit<Write, 'kind' | 'mark'>;

export const usd = (amount: string): Money => ({ amount, currency: 'USD' });

/** Every kind of write; the campaign counts afterwards how often each mark is there. */
const writes: Readonly<Record<string, MakeWrite>> = {
  customer: (_, mark) => ({
    call: ({ customers }) => customers.upsert({ customerKey: mark, name: mark }),
  }),
  metric: (_, mark) => ({
    call: ({ metrics }) => metrics.create({ code: mark, aggregation: 'count' }),
  }),
  plan: (_, mark) => ({
    call: ({ plans }) =>
      plans.create({ code: mark, interval: 'monthly', timing: 'arrears', price: usd('1.00') }),
  }),
  tax: (_, mark) => ({ call: ({ taxes }) => taxes.create({ code: mark, rate: '20' }) }),
  coupon: (_, mark) => ({
    call: ({ coupons }) =>
      coupons.create({
        code: mark,
        discount: { type: 'percentage', rate: '10' },
        frequency: { type: 'once' },
      }),
  }),
  subscription: ({ customers, planCode }, mark, random) => ({
    call: ({ subscriptions }) =>
      subscriptions.create({
        subscriptionKey: mark,
        customerKey: pick(random, customers),
        planCode,
      }),
  }),
  event: ({ subscriptions, metric, now }, mark, random) => ({
    call: ({ usage }) =>
      usage.record({
        events: [
          {
            id: mark,
            subscriptionKey: pick(random, subscriptions),
            metric,
            timestamp: now,
            properties: { amount: '1' },
          },
        ],
      }),
  }),
  grant: ({ wallets }, mark, random) => ({
    call: ({ credits }) =>
      credits.add({
        walletId: pick(random, wallets),
        kind: 'granted',
        credits: '1',
        metadata: { mark },
      }),
  }),
  purchase: ({ wallets }, mark, random) => ({
    call: ({ credits }) =>
      credits.add({
        walletId: pick(random, wallets),
        kind: 'purchased',
        credits: '1',
        metadata: { mark },
      }),
  }),
  invoice: ({ customers }, mark, random) => ({
    call: ({ invoices }) =>
      invoices.create({
        customerKey: pick(random, customers),
        currency: 'USD',
        items: [{ name: mark, unitAmount: '3' }],
      }),
  }),
  wallet: (_, mark) => {
    const customerKey = `owner-of-${mark.split('-')[1]}`;
    return {
      prepare: ({ customers }) => customers.upsert({ customerKey, currency: 'USD' }),
      call: ({ credits }) => credits.createWallet({ customerKey, currency: 'USD', name: mark }),
    };
  },
  application: ({ customers }, mark, random) => ({
    prepare: ({ coupons }) =>
      coupons.create({
        code: mark,
        discount: { type: 'fixed_amount', amount: usd('0.01') },
        frequency: { type: 'forever' },
      }),
    call: ({ coupons }) =>
      coupons.apply({ customerKey: pick(random, customers), couponCode: mark }),
  }),
  creditNote: ({ invoices }, mark, random) => {
    const { invoiceId, feeId } = pick(random, invoices);
    return {
      call: ({ creditNotes }) =>
        creditNotes.create({
          invoiceId,
          reason: 'other',
          description: mark,
          items: [{ feeId, amount: usd('0.01') }],
        }),
    };
  },
};

/** The write of this number, which follows from the seed. */
export function writeOf(world: World, number: number, random: Random): Write {
  const kind = pick(random, Object.keys(writes));
  const mark = `mark-${number}-${kind}`;
  const make = writes[kind];
  if (make === undefined) throw new Error(`There is no write ${kind}.`);
  return { kind, mark, ...make(world, mark, random) };
}
