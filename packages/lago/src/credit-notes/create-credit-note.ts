import { path, writeOnce } from '@billport/adapter-kit';
import {
  type CreateCreditNoteInput,
  type CreditNote,
  type CreditNoteEstimate,
  type Issue,
  invalidInput,
  type Money,
  minorUnits,
  moneyFromMinor,
  type Result,
} from '@billport/core';
import { type CallContext, type Connection, unwrap } from '../connection.ts';
import { checkMetadata, mapLimits } from '../metadata-limits.ts';
import { fromCents, majorUnits, toCents } from '../minor-units.ts';
import { notApplied } from '../not-applied.ts';
import type { LagoCreditNote, LagoCreditNoteEstimate } from '../wire/credit-note.ts';
import { decimalText } from '../wire-decimal.ts';
import { toCreditNote } from './credit-note.ts';

const PARTS = ['credit', 'refund', 'offset'] as const;

/** What is given back of an invoice. */
type Given = Pick<CreateCreditNoteInput, 'invoiceId' | 'items'> & Partial<CreateCreditNoteInput>;

/** Every amount of the input and where it stands. */
function* amountsOf(input: Given): Generator<[path: (string | number)[], amount: Money]> {
  for (const [index, { amount }] of input.items.entries())
    yield [['items', index, 'amount'], amount];
  for (const part of PARTS) {
    const amount = input[part];
    if (amount !== undefined) yield [[part], amount];
  }
}

/** @throws BillingError `invalid_input` for amounts in another currency than `currency`. */
function checkCurrency(input: Given, currency: string | undefined): void {
  const wrong: Issue[] = [...amountsOf(input)]
    .filter(([, amount]) => amount.currency !== currency)
    .map(([at]) => ({ path: [...at, 'currency'], message: `Write ${currency} as everywhere.` }));
  if (wrong.length > 0) throw invalidInput(wrong);
}

function wireItems({ items }: Given) {
  return items.map(({ feeId, amount }, index) => ({
    fee_id: feeId,
    amount_cents: toCents(amount, `items.${index}.amount`),
  }));
}

/** What Lago makes of the items, in minor units. */
async function readEstimate(
  lago: Connection,
  input: Given,
  context: CallContext,
): Promise<LagoCreditNoteEstimate> {
  const { invoiceId } = input;
  checkCurrency(input, input.items[0]?.amount.currency);
  const estimate = await lago.one<LagoCreditNoteEstimate>(
    'estimated_credit_note',
    {
      method: 'POST',
      path: path`/credit_notes/estimate`,
      body: { credit_note: { invoice_id: invoiceId, items: wireItems(input) } },
      repeat: 'read',
      about: { resource: 'invoice', key: invoiceId },
    },
    context,
  );
  checkCurrency(input, estimate.currency);
  return estimate;
}

/**
 * Computes a credit note and makes none.
 * @throws BillingError `not_found`; `rejected` for more than is left; `feature_not_enabled` without
 * a licence.
 */
export async function estimateCreditNote(
  lago: Connection,
  input: Given,
  context: CallContext,
): Promise<CreditNoteEstimate> {
  const wire = await readEstimate(lago, input, context);
  const { currency } = wire;
  const money = (cents: number | null | undefined, field: string) =>
    fromCents(cents ?? 0, currency, field);
  const precise = decimalText(wire.precise_taxes_amount_cents, 'precise_taxes_amount_cents');
  return {
    couponAdjustment: money(wire.coupons_adjustment_amount_cents, 'coupons_adjustment'),
    subtotalExcludingTax: money(wire.sub_total_excluding_taxes_amount_cents, 'sub_total'),
    taxes: money(wire.taxes_amount_cents, 'taxes_amount_cents'),
    total: money(wire.max_creditable_amount_cents, 'max_creditable_amount_cents'),
    maxRefund: money(wire.max_refundable_amount_cents, 'max_refundable_amount_cents'),
    maxOffset: money(wire.max_offsettable_amount_cents, 'max_offsettable_amount_cents'),
    preciseTaxes: majorUnits(precise, currency),
  };
}

/** The three parts of a note. */
type Parts = Readonly<Record<(typeof PARTS)[number], Money>>;

/**
 * What goes where: credit is what refund and offset leave.
 * @throws BillingError `invalid_input` when the parts do not make the total.
 */
function partsOf(input: CreateCreditNoteInput, total: Money): Parts {
  const { currency } = total;
  const none = moneyFromMinor(0n, currency);
  const { refund = none, offset = none } = input;
  const rest = minorUnits(total) - minorUnits(refund) - minorUnits(offset);
  const credit = input.credit ?? moneyFromMinor(rest, currency);
  if (minorUnits(credit) === rest && rest >= 0n) return { credit, refund, offset };
  const at = PARTS.filter((part) => input[part] !== undefined);
  const message = `The items come to ${total.amount} ${currency} with taxes: credit, refund and offset must make exactly that.`;
  throw invalidInput(at.map((part) => ({ path: [part], message })));
}

function lookupOf({ invoiceId, reason }: CreateCreditNoteInput, { credit }: Parts): string {
  return `creditNotes.list({ invoiceId: ${JSON.stringify(invoiceId)} }): look for a new note (${reason}, credit ${credit.amount} ${credit.currency}).`;
}

/**
 * Gives back a part of a final invoice.
 * @throws BillingError `invalid_input`; `not_found`; `rejected` for more than is left;
 * `feature_not_enabled` without a licence; `outcome_unknown` when the answer is lost.
 */
export async function createCreditNote(
  lago: Connection,
  input: CreateCreditNoteInput,
  context: CallContext,
): Promise<Result<CreditNote>> {
  const { invoiceId, reason, description, metadata } = input;
  checkMetadata(metadata, mapLimits('credit note'));
  const { total } = await estimateCreditNote(lago, input, context);
  const parts = partsOf(input, total);
  const body = {
    invoice_id: invoiceId,
    reason,
    ...(description !== undefined && { description }),
    credit_amount_cents: toCents(parts.credit, 'credit'),
    refund_amount_cents: toCents(parts.refund, 'refund'),
    offset_amount_cents: toCents(parts.offset, 'offset'),
    items: wireItems(input),
    ...(metadata !== undefined && { metadata }),
  };
  const request = {
    method: 'POST' as const,
    path: path`/credit_notes`,
    body: { credit_note: body },
    lookup: lookupOf(input, parts),
    about: { resource: 'invoice', key: invoiceId },
  };
  const read = (reply: unknown) => kept({ ...input, ...parts }, unwrap(reply, 'credit_note'));
  return writeOnce(lago, request, read, context);
}

function kept(asked: CreateCreditNoteInput & Parts, wire: LagoCreditNote): Result<CreditNote> {
  const note = toCreditNote(wire);
  const warnings = notApplied(asked, note, ['reason', 'description', ...PARTS, 'metadata']);
  return warnings.length > 0 ? { ...note, warnings } : note;
}
