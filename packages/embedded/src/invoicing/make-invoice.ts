import { toInstant } from '@billport/core';
import { markBilled } from '../billing/billed-spans.ts';
import type { BillingItem } from '../billing/billing-item.ts';
import { planOf } from '../billing/plan-of.ts';
import { type Engine, nextId } from '../engine.ts';
import { schedule } from '../jobs.ts';
import { regroupAdvanceFees } from './advance-invoice.ts';
import { failedBody, failureOf } from './failed-body.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import type { InvoiceBody, InvoiceRecord } from './invoice-record.ts';
import { localDate } from './local-date.ts';
import { type SettledItems, settleItems } from './settle-items.ts';

const DAY_MS = 86_400_000;

interface Invoicing {
  readonly id: string;
  readonly customerKey: string;
  readonly items: readonly BillingItem[];
  readonly at: number;
}

function insertInvoice(
  engine: Engine,
  { id, customerKey, items, at }: Invoicing,
  status: 'draft' | 'failed',
  body: InvoiceBody,
): InvoiceRecord {
  return engine.invoices.insert(
    {
      id,
      customerKey,
      type: 'subscription',
      status,
      paymentStatus: 'pending',
      issuingDate: localDate(engine, customerKey, at),
      body,
      state: { paidMinor: '0', offsetMinor: '0', createdAt: toInstant(at), items },
    },
    items.map(({ stay }) => engine.stays.bySeq(stay).subscriptionKey),
  );
}

/** Computes the invoice; where that fails, keeps it as failed, to be tried again. */
function settleOrFail(
  engine: Engine,
  invoicing: Invoicing,
  draft: boolean,
): SettledItems | InvoiceRecord | undefined {
  const { items, at } = invoicing;
  try {
    return engine.database.nested(() =>
      settleItems(engine, invoicing, items, { draft, at, keepEmpty: draft }),
    );
  } catch (error) {
    const failure = failureOf(error);
    const stay = engine.stays.bySeq((items[0] as BillingItem).stay);
    const { currency } = planOf(engine, stay).price;
    return insertInvoice(engine, invoicing, 'failed', failedBody(currency, failure));
  }
}

/**
 * Bills stays of one customer: final at once, or a draft while the customer's grace period lasts
 * (`facts/rating.md §14`). Where there is nothing to put on an invoice none is made.
 */
export function makeInvoice(
  engine: Engine,
  customerKey: string,
  items: readonly BillingItem[],
  at: number,
): InvoiceRecord | undefined {
  if (items.length === 0) return undefined;
  for (const item of items) {
    const stay = engine.stays.bySeq(item.stay);
    // An ended stay is billed for the last time, also when it was over as soon as it began.
    const upTo = stay.endedAt === undefined ? item.charges?.from : Number.MAX_SAFE_INTEGER;
    if (upTo !== undefined) regroupAdvanceFees(engine, stay, upTo, at);
  }
  const grace = engine.tables.customers.find(customerKey)?.gracePeriodDays ?? 0;
  const invoicing = { id: nextId(engine, 'inv'), customerKey, items, at };
  const draft = grace > 0;
  const settled = settleOrFail(engine, invoicing, draft);
  markBilled(engine, items, settled === undefined ? null : invoicing.id);
  if (settled === undefined || 'status' in settled) return settled;
  const invoice = insertInvoice(engine, invoicing, 'draft', settled.settlement.body);
  if (!draft) return finalizeInvoice(engine, invoice, settled, at);
  schedule(engine.database, { at: at + grace * DAY_MS, kind: 'finalize', ref: invoice.id });
  return invoice;
}
