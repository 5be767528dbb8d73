import {
  type AppliedCoupon,
  BillingError,
  type CreditNote,
  type Invoice,
  type Plan,
  toInstant,
  type Wallet,
} from '@billport/core';
import type { TimedBilling } from '../../provider/timed-billing.ts';
import type { Bill } from '../bill/bill-file.ts';
import { planInput } from '../inputs/plan-input.ts';
import { type SubscriptionTimes, subscriptionTimes } from '../inputs/subscription-input.ts';
import { type ProviderName, providers } from '../provider/providers.ts';
import { meteredColumns } from '../usage/metered-columns.ts';
import { carriedEvents } from '../usage/usage-events.ts';
import type { UsageFile } from '../usage/usage-file.ts';
import { billingMoment } from './billing-moment.ts';
import { type GivenCredits, giveCredits } from './give-credits.ts';
import { type Ingested, ingest } from './ingest.ts';
import {
  advanceToBill,
  CUSTOMER,
  createSubscription,
  SUBSCRIPTION,
  startSubscription,
} from './open-subscription.ts';
import { setUp } from './set-up.ts';

/** The invoice of a bill, and what it left of the customer's credits. */
export interface BillRun {
  readonly invoice: Invoice;
  readonly plan: Plan;
  /** How many other invoices the subscription has by then: earlier periods, charges in advance. */
  readonly otherInvoices: number;
  readonly times: SubscriptionTimes;
  /** By the bill's ids. */
  readonly coupons: ReadonlyMap<string, AppliedCoupon>;
  readonly creditNotes: ReadonlyMap<string, CreditNote>;
  readonly wallets: ReadonlyMap<string, Wallet>;
  readonly ingested: Ingested;
  /** Milliseconds of work. */
  readonly took: { readonly ingest: number; readonly billing: number };
}

/** How to run a bill. */
export interface RunOptions {
  /** What bills it; the embedded engine when absent. */
  readonly provider?: ProviderName;
  /** Told how many rows have been recorded. */
  readonly onProgress?: (rows: number) => void;
}

/** The invoice of the bill, and how many others there are. */
async function invoicesOf(billing: TimedBilling, moment: number) {
  const made = toInstant(moment);
  let invoice: Invoice | undefined;
  let otherInvoices = -1;
  for await (const each of billing.invoices.list({ subscriptionKey: SUBSCRIPTION })) {
    otherInvoices++;
    if (each.type === 'subscription' && each.createdAt === made) invoice ??= each;
  }
  if (invoice !== undefined) return { invoice, otherInvoices };
  throw new BillingError('not_found', {
    message: `Nothing was to be billed at ${made}: no fee, no usage.`,
    details: { resource: 'invoice' },
  });
}

/** The objects behind ids, by the names of the bill. */
async function fetchAll<Found>(
  ids: ReadonlyMap<string, string>,
  get: (id: string) => Promise<Found>,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  for (const [name, id] of ids) found.set(name, await get(id));
  return found;
}

async function creditsLeft(billing: TimedBilling, given: GivenCredits) {
  const applied = new Map<string, AppliedCoupon>();
  for await (const coupon of billing.coupons.listApplied({ customerKey: CUSTOMER })) {
    applied.set(coupon.couponCode, coupon);
  }
  return {
    coupons: applied,
    creditNotes: await fetchAll(given.creditNotes, (creditNoteId) =>
      billing.creditNotes.get({ creditNoteId }),
    ),
    wallets: await fetchAll(given.wallets, (walletId) => billing.credits.getWallet({ walletId })),
  };
}

async function play(
  billing: TimedBilling,
  bill: Bill,
  file: UsageFile,
  { onProgress = () => undefined }: RunOptions,
): Promise<BillRun> {
  const times = subscriptionTimes(bill);
  const plan = planInput(bill);
  const moment = await billingMoment(plan, times);
  const atStart = moment <= times.startedAt;
  await setUp(billing, bill, plan, times.timezone);
  await createSubscription(billing, plan, times);

  let given: GivenCredits | undefined;
  if (atStart) given = await beforeBilling(billing, bill, moment);
  await startSubscription(billing, plan, times);
  await carryOver(billing, bill, times);
  const ingestion = performance.now();
  const ingested = await ingest(billing, bill, file, onProgress);
  const closing = performance.now();
  given ??= await beforeBilling(billing, bill, moment);
  await advanceToBill(billing, times);
  const invoices = await invoicesOf(billing, moment);
  const took = { ingest: closing - ingestion, billing: performance.now() - closing };
  return {
    ...invoices,
    plan: await billing.plans.get({ code: plan.code }),
    times,
    ingested,
    took,
    ...(await creditsLeft(billing, given)),
  };
}

/** Records what recurring metrics had before the usage file begins. */
async function carryOver(billing: TimedBilling, bill: Bill, { anchor }: SubscriptionTimes) {
  const events = carriedEvents(meteredColumns(bill), SUBSCRIPTION, anchor - 1);
  if (events.length > 0) await billing.usage.record({ events });
}

/** The customer has the bill's credits from the last instant before the bill is made. */
async function beforeBilling(billing: TimedBilling, bill: Bill, moment: number) {
  await billing.advanceTo(new Date(moment - 1));
  return giveCredits(billing, bill);
}

/**
 * Plays a bill through on a provider: creates everything, records the usage, moves the
 * clock to the moment of the bill, and reads the invoice back.
 * @throws BillingError when the bill contradicts itself or asks for what no plan can have.
 */
export async function runBill(
  bill: Bill,
  file: UsageFile,
  options: RunOptions = {},
): Promise<BillRun> {
  const { anchor } = subscriptionTimes(bill);
  const billing = await providers[options.provider ?? 'embedded'](new Date(anchor - 1));
  try {
    return await play(billing, bill, file, options);
  } finally {
    await billing.close();
  }
}
