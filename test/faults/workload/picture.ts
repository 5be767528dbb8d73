import type { Billing, Invoice, UsageEvent } from '@billport/core';
import { SUBSCRIPTIONS } from './catalogue.ts';

async function collected<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Every event of the file, the earliest first. */
export async function allEvents(billing: Billing): Promise<UsageEvent[]> {
  return (await collected(billing.usage.listEvents({ limit: 100 }))).reverse();
}

/** Every invoice of the file, the oldest first. */
export async function allInvoices(billing: Billing): Promise<Invoice[]> {
  return (await collected(billing.invoices.list({ limit: 100 }))).reverse();
}

/** All that callers can see of a file that holds the workload. */
export async function picture(billing: Billing) {
  const wallets = await collected(billing.credits.listWallets());
  return {
    events: await allEvents(billing),
    invoices: await allInvoices(billing),
    creditNotes: await collected(billing.creditNotes.list({ limit: 100 })),
    appliedCoupons: await collected(billing.coupons.listApplied()),
    wallets,
    movements: await Promise.all(
      wallets.map(({ id }) => collected(billing.credits.listTransactions({ walletId: id }))),
    ),
    subscriptions: await collected(billing.subscriptions.list()),
    usage: await Promise.all(
      SUBSCRIPTIONS.map(({ subscriptionKey }) => billing.usage.current({ subscriptionKey })),
    ),
  };
}

/** See {@link picture}. */
export type Picture = Awaited<ReturnType<typeof picture>>;
