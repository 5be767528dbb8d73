import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** One row of an invoice's metadata. */
export interface InvoiceMetadataRow {
  readonly lagoId: string;
  readonly key: string;
  readonly value: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** What Lago keeps of an invoice beside what the engine does. */
export interface InvoiceRecord {
  readonly metadata: readonly InvoiceMetadataRow[];
  /** When clients last changed it; ISO 8601 in UTC. */
  readonly changedAt: string | undefined;
  /** Being computed again by a job. */
  readonly isRetried: boolean;
}

/** What a line of a one-off invoice was made from. */
export interface AddOnLine {
  readonly addOnId: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly invoiceDisplayName: string | null;
  /** ISO 8601 in UTC. */
  readonly from: string | undefined;
  /** ISO 8601 in UTC. */
  readonly to: string | undefined;
}

const recordsOf = kept(() => ({
  invoices: new Map<string, InvoiceRecord>(),
  lines: new Map<string, AddOnLine>(),
}));

const PLAIN: InvoiceRecord = { metadata: [], changedAt: undefined, isRetried: false };

/** The record of an invoice. */
export const invoiceRecord = (state: LagoState, invoiceId: string): InvoiceRecord =>
  recordsOf(state).invoices.get(invoiceId) ?? PLAIN;

/** Puts changed fields into the record of an invoice. */
export function keepInvoiceRecord(
  state: LagoState,
  invoiceId: string,
  change: Partial<InvoiceRecord>,
): void {
  const record = { ...invoiceRecord(state, invoiceId), changedAt: state.now(), ...change };
  recordsOf(state).invoices.set(invoiceId, record);
}

/** The add-on of a line of a one-off invoice. */
export const addOnLine = (state: LagoState, feeId: string): AddOnLine | undefined =>
  recordsOf(state).lines.get(feeId);

/** Notes what a line was made from. */
export function keepAddOnLine(state: LagoState, feeId: string, line: AddOnLine): void {
  recordsOf(state).lines.set(feeId, line);
}
