import type { PaigoDecimal } from './dimension.ts';

/** A line of an invoice: no id, no dimension, no period (`facts/paigo.md §3.5`). */
export interface PaigoInvoiceLine {
  readonly name?: string | null;
  readonly quantity?: PaigoDecimal | null;
  /** Major units. */
  readonly unitCost?: PaigoDecimal | null;
  readonly description?: string | null;
}

/** A payment of an invoice. */
export interface PaigoInvoicePayment {
  /** `Stripe` or `Credit`. */
  readonly type?: string | null;
  /** Major units. */
  readonly transactionAmount?: PaigoDecimal | null;
}

/** An invoice as Paigo sends it, by itself or inside its customer (`facts/paigo.md §3.5`). */
export interface PaigoInvoice {
  /** In no published schema, and sent all the same, under one name or the other (§6.4). */
  readonly invoiceId?: string | null;
  readonly id?: string | null;
  /** `Draft`, `Open` (or `Active`), `Paid`, `Voided` (or `Void`) (§6.30). */
  readonly invoiceStatus?: string | null;
  /** `TOPUP`, `MANUAL` or `RECURRING`. */
  readonly invoiceType?: string | null;
  /** An instant. */
  readonly invoiceDate?: string | null;
  /** Days, as text or number; empty: none. */
  readonly invoicePaymentTerm?: string | number | null;
  /** Absent inside a customer. */
  readonly customerId?: string | null;
  readonly currency?: string | null;
  /** Major units, like all amounts here. Before or after credits: nobody says (§6.31). */
  readonly totalAmountWithoutTax?: PaigoDecimal | null;
  readonly taxAmount?: PaigoDecimal | null;
  readonly amountPaid?: PaigoDecimal | null;
  /** A secret: whoever has it reads the document, for seven days. */
  readonly invoiceUrl?: string | null;
  /** A secret: whoever has it sees the invoice, and can pay it. */
  readonly paymentLink?: string | null;
  readonly lineItems?: readonly PaigoInvoiceLine[] | null;
  readonly payments?: readonly PaigoInvoicePayment[] | null;
  /** What of the payments went back. */
  readonly refunds?: unknown;
}

/** A line of a new invoice; numbers (`facts/paigo.md §3.5`). */
export interface PaigoInvoiceItem {
  readonly name: string;
  readonly quantity: number;
  readonly unitCost: number;
  readonly description?: string;
}

/** A new invoice as Paigo takes it. */
export interface PaigoInvoiceBody {
  readonly customerId: string;
  readonly items: readonly PaigoInvoiceItem[];
  /** An instant. */
  readonly invoiceDate: string;
  readonly currency: string;
  /** Whether its payment becomes credit. */
  readonly storePaymentAsCredit?: true;
}
