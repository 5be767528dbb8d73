import type { Billing, Instant, Money, OperationId } from '@billport/core';
import { pick, type Random } from './random.ts';

/** What the writes of a campaign are about: made before the faults begin. */
export interface World {
  readonly customers: readonly string[];
  readonly wallets: readonly string[];
  readonly subscriptions: readonly string[];
  /** Paid invoices with one line each, and the id of that line; none where there are no credit notes. */
  readonly invoices: readonly { readonly invoiceId: string; readonly feeId: string }[];
  readonly planCode: string;
  readonly metric: string;
  /** When the event of this number happened. */
  happenedAt(number: number): Instant;
}

/** One write that a campaign tries. */
export interface Write {
  readonly kind: string;
  /** What is called; a provider without it does not get this kind of write. */
  readonly operation: OperationId;
  /** What the thing that it makes bears, and nothing else. */
  readonly mark: string;
  /** Makes what it needs, without faults. */
  prepare?(billing: Billing): Promise<unknown>;
  call(billing: Billing): Promise<unknown>;
}

type MadeWrite = Pick<Write, 'prepare' | 'call'>;

/** A kind of write: the operation that it calls, and how. */
interface WriteKind {
  readonly operation: OperationId;
  make(world: World, mark: string, random: Random, number: number): MadeWrite;
}

export const usd = (amount: string): Money => ({ amount, currency: 'USD' });

/** A customer that any provider takes. */
export const customerOf = (customerKey: string) => ({
  customerKey,
  name: customerKey,
  email: 'campaign@example.com',
});

/** Every kind of write; the campaign counts afterwards how often each mark is there. */
const writes: Readonly<Record<string, WriteKind>> = {
  customer: {
    operation: 'customers.upsert',
    make: (_, mark) => ({ call: ({ customers }) => customers.upsert(customerOf(mark)) }),
  },
  metric: {
    operation: 'metrics.create',
    make: (_, mark) => ({
      call: ({ metrics }) => metrics.create({ code: mark, aggregation: 'count' }),
    }),
  },
  plan: {
    operation: 'plans.create',
    make: (_, mark) => ({
      call: ({ plans }) =>
        plans.create({ code: mark, interval: 'monthly', timing: 'advance', price: usd('1.00') }),
    }),
  },
  tax: {
    operation: 'taxes.create',
    make: (_, mark) => ({ call: ({ taxes }) => taxes.create({ code: mark, rate: '20' }) }),
  },
  coupon: {
    operation: 'coupons.create',
    make: (_, mark) => ({
      call: ({ coupons }) =>
        coupons.create({
          code: mark,
          discount: { type: 'percentage', rate: '10' },
          frequency: { type: 'once' },
        }),
    }),
  },
  subscription: {
    operation: 'subscriptions.create',
    make: ({ planCode }, mark, _random, number) => {
      const customerKey = `subscriber-${number}`;
      return {
        prepare: ({ customers }) => customers.upsert(customerOf(customerKey)),
        call: ({ subscriptions }) =>
          subscriptions.create({ subscriptionKey: mark, customerKey, planCode }),
      };
    },
  },
  event: {
    operation: 'usage.record',
    make: ({ subscriptions, metric, happenedAt }, mark, random, number) => ({
      call: ({ usage }) =>
        usage.record({
          events: [
            {
              id: mark,
              subscriptionKey: pick(random, subscriptions),
              metric,
              timestamp: happenedAt(number),
              properties: { amount: '1' },
            },
          ],
        }),
    }),
  },
  grant: {
    operation: 'credits.add',
    make: ({ wallets }, mark, random) => ({
      call: ({ credits }) =>
        credits.add({
          walletId: pick(random, wallets),
          kind: 'granted',
          credits: '1',
          metadata: { mark },
        }),
    }),
  },
  purchase: {
    operation: 'credits.add',
    make: ({ wallets }, mark, random) => ({
      call: ({ credits }) =>
        credits.add({
          walletId: pick(random, wallets),
          kind: 'purchased',
          credits: '1',
          name: mark,
          metadata: { mark },
        }),
    }),
  },
  invoice: {
    operation: 'invoices.create',
    make: ({ customers }, mark, random) => ({
      call: ({ invoices }) =>
        invoices.create({
          customerKey: pick(random, customers),
          currency: 'USD',
          items: [{ name: mark, unitAmount: '3' }],
        }),
    }),
  },
  wallet: {
    operation: 'credits.createWallet',
    make: (_, mark, _random, number) => {
      const customerKey = `owner-of-${number}`;
      return {
        prepare: ({ customers }) =>
          customers.upsert({ ...customerOf(customerKey), currency: 'USD' }),
        call: ({ credits }) => credits.createWallet({ customerKey, currency: 'USD', name: mark }),
      };
    },
  },
  application: {
    operation: 'coupons.apply',
    make: ({ customers }, mark, random) => ({
      prepare: ({ coupons }) =>
        coupons.create({
          code: mark,
          discount: { type: 'fixed_amount', amount: usd('0.01') },
          frequency: { type: 'forever' },
        }),
      call: ({ coupons }) =>
        coupons.apply({ customerKey: pick(random, customers), couponCode: mark }),
    }),
  },
  creditNote: {
    operation: 'creditNotes.create',
    make: ({ invoices }, mark, random) => {
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
  },
};

/** The write of this number, of a kind that the provider has; it follows from the seed. */
export function writeOf(billing: Billing, world: World, number: number, random: Random): Write {
  const kinds = Object.entries(writes).filter(([, { operation }]) => billing.supports(operation));
  const [kind, { operation, make }] = pick(random, kinds);
  const mark = `mark-${number}-${kind}`;
  return { kind, operation, mark, ...make(world, mark, random, number) };
}
