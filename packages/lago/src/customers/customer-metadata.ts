import type { MetadataLimits } from '../metadata-limits.ts';
import type { LagoCustomerMetadata, LagoCustomerMetadataInput } from '../wire/customer.ts';

/** What Lago keeps of a customer's data (`facts/lago.md §b`, Customers). */
export const CUSTOMER_METADATA: MetadataLimits = {
  of: 'customer',
  keys: 5,
  keyLength: 20,
  valueLength: 100,
  blank: false,
};

/**
 * The rows that replace those of the customer. A row that is sent without its `id` is deleted and
 * made anew, and with it goes whether invoices show it: rows whose key stays keep both
 * (`facts/lago.md §b`, Customers).
 */
export function metadataRows(
  metadata: Readonly<Record<string, string>>,
  before: readonly LagoCustomerMetadata[],
): LagoCustomerMetadataInput[] {
  const rows = new Map(before.map((row) => [row.key, row]));
  return Object.entries(metadata).map(([key, value]) => {
    const row = rows.get(key);
    return {
      ...(row?.lago_id === undefined ? {} : { id: row.lago_id }),
      key,
      value,
      display_in_invoice: row?.display_in_invoice ?? false,
    };
  });
}
