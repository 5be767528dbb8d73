import type { Instant } from '@billport/core';

/** A line of an invoice; decimals as text. */
export interface InvoiceLineRecord {
  readonly name: string;
  readonly quantity: string;
  readonly unitCost: string;
  readonly description?: string | undefined;
}

/** What an invoice was paid with. */
export interface InvoicePaymentRecord {
  readonly type: 'Stripe' | 'Credit';
  /** Major units, as text. */
  readonly transactionAmount: string;
  readonly timestamp: Instant;
}

/** An invoice as the emulator keeps it (`facts/paigo.md §3.5`). */
export interface InvoiceRecord {
  readonly invoiceId: string;
  readonly customerId: string;
  invoiceStatus: 'Draft' | 'Open' | 'Paid' | 'Voided';
  readonly invoiceType: 'TOPUP' | 'MANUAL' | 'RECURRING';
  readonly invoiceDate: Instant;
  readonly invoicePaymentTerm: '30' | '60' | '';
  readonly currency: string;
  readonly lineItems: readonly InvoiceLineRecord[];
  /** Sum of the lines less the discount, in major units, as text; taxes come on top. */
  readonly amount: string;
  readonly taxAmount: string;
  readonly payments: InvoicePaymentRecord[];
  /** What was paid past Paigo, by a customer whose payments it does not collect; major units. */
  paidElsewhere: string;
  /** Whether its payment becomes credit. */
  readonly storePaymentAsCredit: boolean;
  /** When it went to the customer, once for each time. */
  readonly sentAt: Instant[];
}
