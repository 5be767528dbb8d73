import type { LagoDecimal } from './fee.ts';

/** A credit note as Lago writes it (`facts/lago.md §b`, Credit notes): the fields that are read. */
export interface LagoCreditNote {
  readonly lago_id: string;
  readonly number: string;
  readonly lago_invoice_id: string;
  readonly issuing_date: string;
  readonly reason: string;
  readonly description?: string | null;
  readonly currency: string;
  readonly total_amount_cents: number;
  readonly taxes_amount_cents: number;
  readonly sub_total_excluding_taxes_amount_cents: number;
  readonly balance_amount_cents: number;
  readonly credit_amount_cents: number;
  readonly refund_amount_cents: number;
  readonly offset_amount_cents?: number | null;
  readonly coupons_adjustment_amount_cents: number;
  /** available, consumed, voided; null where there is no credit. */
  readonly credit_status?: string | null;
  /** pending, succeeded, failed; null where there is no refund. */
  readonly refund_status?: string | null;
  /** A public link: a secret. */
  readonly file_url?: string | null;
  readonly customer?: { readonly external_id: string } | null;
  readonly items?: readonly LagoCreditNoteItem[] | null;
  readonly metadata?: Readonly<Record<string, string | null>> | null;
  readonly created_at: string;
}

/** A part of a fee that a credit note gives back. */
export interface LagoCreditNoteItem {
  readonly amount_cents: number;
  readonly fee: {
    readonly lago_id: string;
    readonly external_customer_id?: string | null;
  };
}

/** What a credit note over some items would come to. */
export interface LagoCreditNoteEstimate {
  readonly currency: string;
  readonly taxes_amount_cents: number;
  /** Minor units, not rounded. */
  readonly precise_taxes_amount_cents: LagoDecimal;
  readonly sub_total_excluding_taxes_amount_cents: number;
  readonly coupons_adjustment_amount_cents: number;
  readonly max_creditable_amount_cents: number;
  readonly max_refundable_amount_cents: number;
  readonly max_offsettable_amount_cents?: number | null;
}
