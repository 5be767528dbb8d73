import {
  type ApplyCouponInput,
  type CreateInvoiceInput,
  type CreateSubscriptionInput,
  type CreditNoteItem,
  currencyDigits,
  Decimal,
  type Money,
  type OperationId,
  sumMoney,
  type Wallet,
} from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { livingSubscriptions } from '../core/living-subscriptions.ts';
import { type Ending, moneyAtEnd, moneyAtEnds } from '../core/money-at-end.ts';
import { type Moved, moneyAtStart } from '../core/money-at-start.ts';
import { itemsMoney, taxInWords } from '../items-money.ts';
import { type PricedEvent, pricedUsage } from '../priced-usage.ts';
import type { ToolCall } from '../tool-call.ts';
import type { Subjects } from './operation-subjects.ts';

type MoneyOf = (
  input: never,
  subjects: Subjects,
  call: ToolCall,
) => Money | undefined | Promise<Money | undefined>;

function money(amount: Decimal, currency: string): Money {
  const digits = currencyDigits(currency);
  return { amount: amount.round(digits, 'up').toFixed(digits), currency };
}

function worthOf({ credits }: { credits: string }, wallet: Wallet | undefined): Money | undefined {
  if (wallet === undefined) return undefined;
  const worth = Decimal.parse(credits).times(Decimal.parse(wallet.creditValue));
  return money(worth, wallet.currency);
}

async function noteTotal(
  input: { invoiceId: string; items: CreditNoteItem[] },
  { invoice }: Subjects,
  { billing }: ToolCall,
): Promise<Money | undefined> {
  const { invoiceId, items } = input;
  if (billing.supports('creditNotes.estimate')) {
    return (await billing.creditNotes.estimate({ invoiceId, items })).total;
  }
  return (
    invoice &&
    sumMoney(
      items.map(({ amount }) => amount),
      invoice.currency,
    )
  );
}

function discountAmount({ discount }: ApplyCouponInput, { coupon }: Subjects): Money | undefined {
  const given = discount ?? coupon?.discount;
  return given?.type === 'fixed_amount' ? given.amount : undefined;
}

const total: MoneyOf = (_, { invoice }) => invoice?.totals.total;

const MONEY: Readonly<Partial<Record<OperationId, MoneyOf>>> = {
  'subscriptions.changePlan': (_, { plan }) => plan?.price,
  'credits.add': (input, { wallet }) => worthOf(input, wallet),
  'credits.void': (input, { wallet }) => worthOf(input, wallet),
  'credits.terminateWallet': (_, { wallet }) => wallet?.balance,
  'invoices.update': (input: { paymentStatus?: string }, { invoice }) =>
    input.paymentStatus === undefined ? undefined : invoice?.totals.due,
  'invoices.finalize': total,
  'invoices.retry': total,
  'invoices.void': total,
  'invoices.loseDispute': total,
  'invoices.collect': (_, { invoice }) => invoice?.totals.due,
  'creditNotes.create': noteTotal,
  'creditNotes.update': (input: { refundStatus?: string }, { creditNote }) =>
    input.refundStatus === undefined ? undefined : creditNote?.refund,
  'creditNotes.void': (_, { creditNote }) => creditNote?.balance,
  'coupons.apply': discountAmount,
  'usage.record': ({ events }: { events: PricedEvent[] }, _, call) => pricedUsage(call, events),
};

type MovedBy = (input: never, subjects: Subjects, call: ToolCall) => Promise<Moved>;

/** What has ended moves nothing more. */
const ENDED: ReadonlySet<string> = new Set(['terminated', 'canceled']);

const NOTHING: Moved = { money: undefined, says: '' };

/** Operations whose money needs words of its own. */
const MOVED: Readonly<Partial<Record<OperationId, MovedBy>>> = {
  'subscriptions.create': async ({ startAt }: CreateSubscriptionInput, subjects, call) => {
    const { plan, customer } = subjects;
    return plan === undefined ? NOTHING : moneyAtStart(call, { plan, customer, startAt });
  },
  'invoices.create': async (input: CreateInvoiceInput, { customer }, call) => {
    const total = await itemsMoney(call, input, customer);
    return {
      money: total.withTax ?? total.beforeTax,
      says: ` It comes to ${shortMoney(total.beforeTax)} before tax${taxInWords(total)}.`,
    };
  },
  'customers.delete': async (_, { customer }, call) =>
    customer === undefined
      ? NOTHING
      : moneyAtEnds(call, await livingSubscriptions(call, customer.customerKey), customer),
  'subscriptions.terminate': async (ending: Ending, { subscription }, call) => {
    if (subscription === undefined || ENDED.has(subscription.status)) return NOTHING;
    const { customerKey } = subscription;
    const customer = await call.billing.customers.get({ customerKey });
    return moneyAtEnd(call, subscription, customer, ending);
  },
};

/**
 * The money or credit that an operation moves, as far as it can be known before: limits are held
 * against it. Parts of minor units count as whole ones.
 */
export async function movedBy(
  operation: OperationId,
  input: object,
  subjects: Subjects,
  call: ToolCall,
): Promise<Moved> {
  const moved = MOVED[operation];
  if (moved !== undefined) return moved(input as never, subjects, call);
  return { ...NOTHING, money: await MONEY[operation]?.(input as never, subjects, call) };
}
