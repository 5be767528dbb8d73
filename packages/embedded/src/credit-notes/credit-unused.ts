import { Decimal, minorUnits } from '@billport/core';
import { splitCreditNote, terminationCredit } from '@billport/rating';
import { planOf } from '../billing/plan-of.ts';
import { basePeriodAt, timezoneOf, trialOf } from '../billing/stay-period.ts';
import type { Engine } from '../engine.ts';
import { finalizeDraft } from '../invoicing/finalize-draft.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { creditedBefore, creditedFee, limitsOf, notesOf } from './credit-note-amounts.ts';
import { issueCreditNote } from './issue-credit-note.ts';

/** What happens to the part of a base price that was paid in advance and is not used. */
export type UnusedCreditMode = 'credit' | 'refund' | 'offset' | 'skip';

/** The invoice that billed the base period which holds `at`; made final where it is a draft. */
function invoiceOfBase(engine: Engine, stay: Stay, at: number): InvoiceRecord | undefined {
  const row = engine.database
    .sql(
      "SELECT invoice FROM billed_spans WHERE subscription = ? AND kind = 'base' AND since <= ? AND upto > ?",
    )
    .get(stay.seq, at, at);
  if (typeof row?.invoice !== 'string') return undefined;
  const invoice = engine.invoices.get(row.invoice);
  return invoice.status === 'draft' ? finalizeDraft(engine, invoice, at) : invoice;
}

/**
 * Gives back the days of a base price billed in advance that a stay does not use
 * (`facts/rating.md §11`). On an upgrade its day is given back too.
 */
export function creditUnused(
  engine: Engine,
  stay: Stay,
  at: number,
  mode: UnusedCreditMode,
  upgrade: boolean,
): void {
  const plan = planOf(engine, stay);
  if (plan.timing !== 'advance' || mode === 'skip') return;
  const invoice = invoiceOfBase(engine, stay, at);
  const fee = invoice?.body.fees.find(
    ({ type, subscriptionKey, planCode }) =>
      type === 'subscription' &&
      subscriptionKey === stay.subscriptionKey &&
      planCode === stay.planCode,
  );
  if (invoice?.status !== 'finalized' || fee === undefined) return;
  const period = basePeriodAt(engine, stay, at);
  const trial = trialOf(stay, plan);
  const credit = terminationCredit({
    priceMinor: minorUnits(plan.price),
    fee: creditedFee(invoice, fee.id),
    periodTo: period.to,
    periodDays: period.durationDays,
    terminatedAt: at,
    timezone: timezoneOf(engine, stay.customerKey),
    upgrade,
    ...(trial === undefined ? {} : { trial }),
    creditedMinor: Decimal.sum(creditedBefore(notesOf(engine, invoice.id), fee.id)),
  });
  if (!credit.itemMinor.isPositive()) return;
  const draft = {
    invoice,
    reason: 'order_change' as const,
    items: [{ feeId: fee.id, amountMinor: credit.itemMinor }],
    amounts: credit.amounts,
    parts: splitCreditNote(credit.amounts.totalMinor, mode, limitsOf(engine, invoice)),
  };
  issueCreditNote(engine, draft, at);
}
