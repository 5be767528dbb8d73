import type { LagoTax } from './tax.ts';

/** A row of a customer's data at Lago. */
export interface LagoCustomerMetadata {
  readonly lago_id?: string;
  readonly key: string;
  readonly value: string;
  readonly display_in_invoice?: boolean;
}

/** A customer as Lago writes it (`facts/lago.md §b`, Customers): the fields that are read. */
export interface LagoCustomer {
  readonly lago_id: string;
  readonly external_id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly currency?: string | null;
  readonly timezone?: string | null;
  /** The customer's own zone, else that of the organization. */
  readonly applicable_timezone?: string | null;
  readonly address_line1?: string | null;
  readonly address_line2?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly zipcode?: string | null;
  readonly country?: string | null;
  readonly legal_name?: string | null;
  readonly tax_identification_number?: string | null;
  readonly net_payment_term?: number | null;
  readonly billing_configuration?: { readonly invoice_grace_period?: number | null } | null;
  readonly taxes?: readonly Pick<LagoTax, 'code'>[] | null;
  readonly metadata?: readonly LagoCustomerMetadata[] | null;
  readonly created_at: string;
}

/** A row of data on the way in: with `id` it replaces that row, without it is a new one. */
export interface LagoCustomerMetadataInput {
  readonly id?: string;
  readonly key: string;
  readonly value: string;
  readonly display_in_invoice: boolean;
}

/** What is sent of a customer. Absent stays as it is, null clears. */
export interface LagoCustomerInput {
  readonly external_id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly currency?: string;
  readonly timezone?: string | null;
  readonly address_line1?: string | null;
  readonly address_line2?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly zipcode?: string | null;
  readonly country?: string | null;
  readonly legal_name?: string | null;
  readonly tax_identification_number?: string | null;
  readonly tax_codes?: readonly string[];
  readonly net_payment_term?: number | null;
  readonly billing_configuration?: { readonly invoice_grace_period: number | null };
  readonly metadata?: readonly LagoCustomerMetadataInput[];
}
