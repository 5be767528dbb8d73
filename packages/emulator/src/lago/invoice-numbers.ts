import type { Invoice } from '@billport/core';
import { createdAtOf } from './created-at.ts';
import type { LagoState } from './state.ts';

/** The place of a final invoice among those of the account; undefined for others. */
export function sequentialId({ number }: Invoice): number | undefined {
  const digits = number?.match(/\d+$/)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** The number on an invoice: `BIL-0001-202601-007`; of a draft `BIL-0001-DRAFT` (`facts/lago.md §b`). */
export function invoiceNumber(state: LagoState, invoice: Invoice): string {
  const place = sequentialId(invoice);
  if (place === undefined) return `${state.documentPrefix}-DRAFT`;
  const month = (invoice.finalizedAt ?? createdAtOf(invoice)).slice(0, 7).replace('-', '');
  return `${state.documentPrefix}-${month}-${String(place).padStart(3, '0')}`;
}
