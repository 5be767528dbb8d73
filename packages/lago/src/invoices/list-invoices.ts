import { path } from '@billport/adapter-kit';
import {
  type contract,
  type InputOf,
  type Invoice,
  type Page,
  toEpochMs,
  toInstant,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoFee } from '../wire/fee.ts';
import type { LagoInvoiceRow } from '../wire/invoice.ts';
import { InvoiceReader } from './invoice-reader.ts';

type ListInput = InputOf<typeof contract.invoices.list>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Lago's last day belongs to the list, the contract's does not. */
function dayBefore(date: string): string {
  return toInstant(toEpochMs(`${date}T00:00:00.000Z`) - DAY_MS).slice(0, 10);
}

/** The invoices with fees of a subscription: Lago has no such filter of invoices. */
async function invoicesOf(
  lago: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const fees = lago.rows<LagoFee>(
    {
      path: path`/fees`,
      query: { external_subscription_id: subscriptionKey },
      root: 'fees',
    },
    context,
  );
  for await (const { lago_invoice_id: id } of fees) if (id) ids.add(id);
  return ids;
}

/** A page of invoices, newest first. Lago lists them without lines: each is read by itself. */
export async function listInvoices(
  lago: Connection,
  input: ListInput,
  context: CallContext,
): Promise<Page<Invoice>> {
  const { subscriptionKey, issuedTo, limit, cursor } = input;
  const ofSubscription =
    subscriptionKey === undefined ? undefined : await invoicesOf(lago, subscriptionKey, context);
  if (ofSubscription?.size === 0) return { items: [] };
  const reader = new InvoiceReader(lago, context);
  return lago.page<LagoInvoiceRow, Invoice>(
    {
      path: path`/invoices`,
      query: {
        external_customer_id: input.customerKey,
        invoice_type: input.type,
        status: input.status,
        payment_status: input.paymentStatus,
        issuing_date_from: input.issuedFrom,
        issuing_date_to: issuedTo === undefined ? undefined : dayBefore(issuedTo),
      },
      root: 'invoices',
      limit,
      cursor,
      ...(ofSubscription && { keep: ({ lago_id: id }: LagoInvoiceRow) => ofSubscription.has(id) }),
      toItem: ({ lago_id: id }) => reader.read(id),
    },
    context,
  );
}
