import type { LagoAppliedTax, LagoFee } from './fee.ts';

/** A row of an invoice's data at Lago. */
export interface LagoInvoiceMetadata {
  readonly lago_id: string;
  readonly key: string;
  readonly value: string;
}

/** A row of data on the way in: with `id` it replaces that row, without it is a new one. */
export interface LagoInvoiceMetadataInput {
  readonly id?: string;
  readonly key: string;
  readonly value: string;
}

/** What took something off an invoice. */
export interface LagoCredit {
  /** Null in previews. */
  readonly lago_id?: string | null;
  readonly amount_cents: number;
  readonly item: {
    /** coupon, credit_note, invoice. */
    readonly type: string;
    /** Of the coupon, the credit note or the invoice; not of the applied coupon. */
    readonly lago_item_id?: string | null;
    readonly code?: string | null;
  };
}

/** What a subscription is billed for on an invoice. Ends name the last second. */
export interface LagoBillingPeriod {
  readonly lago_subscription_id: string;
  readonly external_subscription_id?: string | null;
  readonly subscription_from_datetime?: string | null;
  readonly subscription_to_datetime?: string | null;
  readonly charges_from_datetime?: string | null;
  readonly charges_to_datetime?: string | null;
  readonly invoicing_reason?: string | null;
}

/** A subscription on an invoice: the fields that are read. */
export interface LagoInvoiceSubscription {
  readonly lago_id: string;
  readonly external_id: string;
  readonly plan_code: string;
}

/** An invoice as lists have it: without its lines. */
export interface LagoInvoiceRow {
  readonly lago_id: string;
}

/** An invoice as Lago writes it (`facts/lago.md §b`, Invoices): the fields that are read. */
export interface LagoInvoice {
  /** Null in previews. */
  readonly lago_id: string | null;
  readonly number?: string | null;
  readonly issuing_date?: string | null;
  readonly payment_due_date?: string | null;
  readonly payment_dispute_lost_at?: string | null;
  readonly invoice_type: string;
  readonly status: string;
  readonly payment_status: string;
  readonly currency: string;
  readonly fees_amount_cents: number;
  readonly progressive_billing_credit_amount_cents?: number | null;
  readonly coupons_amount_cents: number;
  readonly sub_total_excluding_taxes_amount_cents: number;
  readonly taxes_amount_cents: number;
  readonly sub_total_including_taxes_amount_cents: number;
  readonly credit_notes_amount_cents: number;
  readonly prepaid_credit_amount_cents: number;
  readonly total_amount_cents: number;
  /** Since 1.5x; counts payments that Lago knows, not a status that was set by hand. */
  readonly total_paid_amount_cents?: number | null;
  readonly total_offsetted_credit_note_amount_cents?: number | null;
  /** A public link: a secret. */
  readonly file_url?: string | null;
  readonly voided_at?: string | null;
  readonly created_at?: string | null;
  readonly customer?: { readonly external_id: string } | null;
  readonly metadata?: readonly LagoInvoiceMetadata[] | null;
  readonly applied_taxes?: readonly LagoAppliedTax[] | null;
  readonly fees?: readonly LagoFee[] | null;
  readonly credits?: readonly LagoCredit[] | null;
  readonly billing_periods?: readonly LagoBillingPeriod[] | null;
  readonly subscriptions?: readonly LagoInvoiceSubscription[] | null;
  readonly error_details?:
    | readonly {
        readonly error_code?: string | null;
        readonly details?: Readonly<Record<string, unknown>> | null;
      }[]
    | null;
}

/** A line of a one-off invoice on the way in. */
export interface LagoOneOffFee {
  readonly add_on_code: string;
  readonly invoice_display_name: string;
  readonly unit_amount_cents: number;
  readonly units: number | string;
  readonly description?: string;
  readonly tax_codes?: readonly string[];
}
