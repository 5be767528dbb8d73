/** What a business tells of itself (`facts/paigo.md §3.11`). */
export interface ProfileRecord {
  businessName?: string | undefined;
  addressLine1?: string | undefined;
  addressLine2?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  country?: string | undefined;
  postalCode?: string | undefined;
  supportEmail?: string | undefined;
  sendInvoiceEmail?: 'true' | 'false' | undefined;
  redirectionUrl?: string | undefined;
}
