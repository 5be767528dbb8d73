import { toInstant } from '@billport/core';
import type { InvoiceKind } from '@billport/rating';
import type { FeeLine } from '../billing/fee-line.ts';
import { type Engine, nextId } from '../engine.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import type { InvoiceBody, InvoiceRecord, InvoiceState } from './invoice-record.ts';
import { localDate } from './local-date.ts';
import type { ProgressiveCredits } from './progressive-credits.ts';
import { settle } from './settle.ts';

/** An invoice that is final at once: every type but the one that bills a period. */
export interface ImmediateInvoice {
  readonly customerKey: string;
  readonly type: Exclude<InvoiceRecord['type'], 'subscription'>;
  readonly currency: string;
  readonly lines: readonly FeeLine[];
  readonly periods: InvoiceBody['periods'];
  readonly progressive?: ProgressiveCredits;
  readonly state?: Pick<InvoiceState, 'metadata' | 'progressiveOf'>;
}

/** Which steps of the arithmetic each type takes (`facts/rating.md §1`). */
const KINDS: Readonly<Record<ImmediateInvoice['type'], InvoiceKind>> = {
  one_off: 'one_off',
  credit: 'top_up',
  advance_charges: 'advance_charge',
  progressive_billing: 'progressive',
};

/** Makes an invoice that is final at once. */
export function issueInvoice(engine: Engine, invoice: ImmediateInvoice, at: number): InvoiceRecord {
  const { customerKey, type, currency, lines, periods, progressive } = invoice;
  const id = nextId(engine, 'inv');
  const settlement = settle(engine, {
    kind: KINDS[type],
    invoiceId: id,
    customerKey,
    currency,
    lines,
    progressive,
    draft: false,
    periods,
    at,
  });
  const record = engine.invoices.insert(
    {
      id,
      customerKey,
      type,
      status: 'draft',
      paymentStatus: 'pending',
      issuingDate: localDate(engine, customerKey, at),
      body: settlement.body,
      state: {
        paidMinor: '0',
        offsetMinor: '0',
        createdAt: toInstant(at),
        items: [],
        ...invoice.state,
      },
    },
    periods.map(({ subscriptionKey }) => subscriptionKey),
  );
  return finalizeInvoice(engine, record, { settlement }, at);
}
