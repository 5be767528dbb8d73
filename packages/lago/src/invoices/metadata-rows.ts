import type { MetadataLimits } from '../metadata-limits.ts';
import type { LagoInvoiceMetadata, LagoInvoiceMetadataInput } from '../wire/invoice.ts';

/** What Lago keeps of an invoice's data (`facts/lago.md §b`, Invoices). */
export const INVOICE_METADATA: MetadataLimits = {
  of: 'invoice',
  keys: 5,
  keyLength: 20,
  valueLength: 140,
  blank: false,
};

/**
 * The rows that replace those of the invoice. A key that stays keeps its row: Lago makes rows
 * without `id` before it deletes the others, and takes no key twice (`facts/lago.md §b`, Invoices).
 */
export function metadataRows(
  metadata: Readonly<Record<string, string>>,
  before: readonly LagoInvoiceMetadata[],
): LagoInvoiceMetadataInput[] {
  const ids = new Map(before.map(({ key, lago_id: id }) => [key, id]));
  return Object.entries(metadata).map(([key, value]) => {
    const id = ids.get(key);
    return id === undefined ? { key, value } : { id, key, value };
  });
}
