import type { Invoice } from '@billport/core';
import type { BillingItem } from '../billing/billing-item.ts';

/** Lines and amounts of an invoice: fixed once it is final. */
export type InvoiceBody = Pick<
  Invoice,
  | 'currency'
  | 'periods'
  | 'fees'
  | 'taxes'
  | 'taxRate'
  | 'coupons'
  | 'progressiveCredits'
  | 'creditNotes'
  | 'prepaidCredits'
  | 'failure'
> & {
  readonly totals: Omit<Invoice['totals'], 'paid' | 'due'>;
  /** What coupons and progressive credits take off each fee, in their order; minor units, 5 decimals. */
  readonly feeCreditsMinor: readonly string[];
};

/** What happens to an invoice beside its amounts. */
export interface InvoiceState {
  readonly number?: string;
  readonly paymentDueDate?: string;
  /** Minor units paid so far. */
  readonly paidMinor: string;
  /** Minor units that credit notes took off what is due. */
  readonly offsetMinor: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly paymentDisputeLostAt?: string;
  readonly voidedAt?: string;
  readonly finalizedAt?: string;
  readonly createdAt: string;
  /** What it bills, so that a draft can be computed again. */
  readonly items: readonly BillingItem[];
  /** The usage period of a progressive invoice, whose final invoice takes its amount off. */
  readonly progressiveOf?: { readonly stay: number; readonly period: number };
}

/** An invoice as it is stored. */
export interface InvoiceRecord {
  readonly seq: number;
  readonly id: string;
  readonly customerKey: string;
  readonly type: Exclude<Invoice['type'], 'unknown'>;
  readonly status: Exclude<Invoice['status'], 'unknown'>;
  readonly paymentStatus: Exclude<Invoice['paymentStatus'], 'unknown'>;
  readonly issuingDate: string;
  readonly body: InvoiceBody;
  readonly state: InvoiceState;
}
