import { checkEcho, compact, path } from '@billport/adapter-kit';
import { BillingError, type CreditNote } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createdAt } from '../created-at.ts';
import { fromMetadataMap } from '../metadata-limits.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoCreditNote } from '../wire/credit-note.ts';

const REASONS = [
  'duplicated_charge',
  'product_unsatisfactory',
  'order_change',
  'order_cancellation',
  'fraudulent_charge',
  'other',
] as const satisfies readonly CreditNote['reason'][];
const CREDIT_STATUSES = [
  'available',
  'consumed',
  'voided',
] as const satisfies readonly CreditNote['creditStatus'][];
const REFUND_STATUSES = [
  'pending',
  'succeeded',
  'failed',
] as const satisfies readonly CreditNote['refundStatus'][];

const wordOf = <Word extends string>(words: readonly Word[], word: string): Word | 'unknown' =>
  words.find((known) => known === word) ?? 'unknown';

/** The state of a part; `none` where the note has no such part. */
function stateOf<Word extends string>(
  words: readonly Word[],
  cents: number,
  status: string | null | undefined,
): Word | 'unknown' | 'none' {
  return cents === 0 || status == null ? 'none' : wordOf(words, status);
}

/** Lago names the customer on the lines. */
function customerOf({ customer, items }: LagoCreditNote): string {
  const key = customer?.external_id ?? items?.[0]?.fee.external_customer_id;
  if (key != null) return key;
  throw new BillingError('malformed_response', {
    message: 'Lago answered a credit note without its customer.',
  });
}

/**
 * A credit note of Lago in the words of the contract.
 * @throws BillingError `malformed_response` for amounts that are no exact whole numbers.
 */
export function toCreditNote(wire: LagoCreditNote): CreditNote {
  const { lago_id: id, currency } = wire;
  const money = (cents: number | null | undefined, field: string) =>
    fromCents(cents ?? 0, currency, field);
  return compact({
    id,
    number: wire.number,
    invoiceId: wire.lago_invoice_id,
    customerKey: customerOf(wire),
    reason: wordOf(REASONS, wire.reason),
    description: wire.description || undefined,
    currency,
    issuingDate: wire.issuing_date,
    items: (wire.items ?? []).map(({ fee, amount_cents: cents }) => ({
      feeId: fee.lago_id,
      amount: money(cents, 'items amount_cents'),
    })),
    couponAdjustment: money(wire.coupons_adjustment_amount_cents, 'coupons_adjustment'),
    subtotalExcludingTax: money(wire.sub_total_excluding_taxes_amount_cents, 'sub_total'),
    taxes: money(wire.taxes_amount_cents, 'taxes_amount_cents'),
    total: money(wire.total_amount_cents, 'total_amount_cents'),
    credit: money(wire.credit_amount_cents, 'credit_amount_cents'),
    refund: money(wire.refund_amount_cents, 'refund_amount_cents'),
    offset: money(wire.offset_amount_cents, 'offset_amount_cents'),
    balance: money(wire.balance_amount_cents, 'balance_amount_cents'),
    creditStatus: stateOf(CREDIT_STATUSES, wire.credit_amount_cents, wire.credit_status),
    refundStatus: stateOf(REFUND_STATUSES, wire.refund_amount_cents, wire.refund_status),
    metadata: fromMetadataMap(wire.metadata),
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'credit_note', id },
  });
}

/**
 * Reads a credit note.
 * @throws BillingError `not_found`; `malformed_response` when the reply is about another one.
 */
export async function readCreditNote(
  lago: Connection,
  creditNoteId: string,
  context: CallContext,
): Promise<LagoCreditNote> {
  const about = { resource: 'credit note', key: creditNoteId };
  const address = path`/credit_notes/${creditNoteId}`;
  const wire = await lago.read<LagoCreditNote>('credit_note', address, context, { about });
  checkEcho('credit note', creditNoteId, wire.lago_id);
  return wire;
}
