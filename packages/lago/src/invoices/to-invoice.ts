import { compact } from '@billport/adapter-kit';
import { BillingError, type Fee, type Instant, type Invoice } from '@billport/core';
import { fromCents } from '../minor-units.ts';
import type { LagoCredit, LagoInvoice } from '../wire/invoice.ts';
import { instantOf } from '../wire-instant.ts';
import type { AppliedCouponOf } from './coupons-of-credits.ts';
import { periodsOf } from './invoice-periods.ts';
import { meanRate, taxesOf } from './invoice-taxes.ts';
import { totalsOf } from './invoice-totals.ts';

/** What an invoice of Lago does not say itself. */
export interface InvoiceParts {
  readonly fees: readonly Fee[];
  readonly appliedCouponOf: AppliedCouponOf;
  readonly prepaidCredits: Invoice['prepaidCredits'];
  /** When a preview was made. */
  readonly now: Instant;
}

const TYPES = [
  'subscription',
  'one_off',
  'credit',
  'advance_charges',
  'progressive_billing',
] as const satisfies readonly Invoice['type'][];
const STATUSES = [
  'draft',
  'finalized',
  'voided',
  'failed',
  'pending',
] as const satisfies readonly Invoice['status'][];
const PAYMENT_STATUSES = [
  'pending',
  'succeeded',
  'failed',
] as const satisfies readonly Invoice['paymentStatus'][];

const wordOf = <Word extends string>(words: readonly Word[], word: string): Word | 'unknown' =>
  words.find((known) => known === word) ?? 'unknown';

/** Type and statuses; Lago may gain new ones at any time (`facts/lago.md §0`). */
function statesOf(wire: LagoInvoice) {
  const type = wordOf(TYPES, wire.invoice_type);
  const status = wordOf(STATUSES, wire.status);
  const paymentStatus = wordOf(PAYMENT_STATUSES, wire.payment_status);
  const unknown = [
    type === 'unknown' ? wire.invoice_type : undefined,
    status === 'unknown' ? wire.status : undefined,
    paymentStatus === 'unknown' ? wire.payment_status : undefined,
  ];
  return {
    type,
    status,
    paymentStatus,
    providerStatus: unknown.find((word) => word !== undefined),
  };
}

function missing(field: string): BillingError {
  return new BillingError('malformed_response', {
    message: `Lago answered an invoice without ${field}.`,
  });
}

function creditsOf({ credits, currency }: LagoInvoice, { appliedCouponOf }: InvoiceParts) {
  const ofType = (type: string) => (credits ?? []).filter(({ item }) => item.type === type);
  const amountOf = ({ amount_cents: cents }: LagoCredit) =>
    fromCents(cents, currency, 'credits amount_cents');
  return {
    coupons: ofType('coupon').map((credit) => ({
      appliedCouponId: appliedCouponOf(credit),
      couponCode: credit.item.code ?? 'unknown',
      amount: amountOf(credit),
    })),
    progressiveCredits: ofType('invoice').map((credit) => ({
      invoiceId: credit.item.lago_item_id ?? '',
      amount: amountOf(credit),
    })),
    creditNotes: ofType('credit_note').map((credit) => ({
      creditNoteId: credit.item.lago_item_id ?? '',
      amount: amountOf(credit),
    })),
  };
}

function failureOf({ status, error_details: details }: LagoInvoice): string | undefined {
  if (status !== 'failed') return undefined;
  const words = (details ?? []).map(({ error_code: code, details: more }) =>
    [code, ...Object.values(more ?? {}).filter((value) => typeof value === 'string')].join(': '),
  );
  return words.length > 0 ? words.join('; ') : undefined;
}

function metadataOf({ metadata }: LagoInvoice): Invoice['metadata'] {
  return metadata?.length
    ? Object.fromEntries(metadata.map(({ key, value }) => [key, value]))
    : undefined;
}

/** Who and when, and what it is called. */
function headOf(wire: LagoInvoice, now: Instant) {
  const { lago_id: id, customer, issuing_date: issuingDate } = wire;
  if (customer == null) throw missing('customer');
  if (!issuingDate) throw missing('issuing_date');
  const isNumbered = id !== null && wire.status !== 'draft';
  return {
    id: id ?? 'preview',
    number: isNumbered ? (wire.number ?? undefined) : undefined,
    customerKey: customer.external_id,
    ...statesOf(wire),
    currency: wire.currency,
    issuingDate,
    paymentDueDate: wire.payment_due_date ?? undefined,
    createdAt: instantOf(wire.created_at, 'created_at') ?? now,
    providerRef: id === null ? undefined : { provider: 'lago', type: 'invoice', id },
  };
}

/**
 * An invoice of Lago in the words of the contract.
 * @throws BillingError `malformed_response` for amounts that are no exact whole numbers, and where
 * customer or date are missing.
 */
export function toInvoice(wire: LagoInvoice, parts: InvoiceParts): Invoice {
  const { fees, prepaidCredits } = parts;
  return compact({
    ...headOf(wire, parts.now),
    periods: periodsOf(wire, fees),
    fees: [...fees],
    taxes: taxesOf(wire, fees),
    taxRate: meanRate(fees),
    ...creditsOf(wire, parts),
    prepaidCredits,
    totals: totalsOf(wire),
    paymentDisputeLostAt: instantOf(wire.payment_dispute_lost_at, 'payment_dispute_lost_at'),
    voidedAt: instantOf(wire.voided_at, 'voided_at'),
    metadata: metadataOf(wire),
    failure: failureOf(wire),
  });
}
