import type { CreditNote } from '@billport/core';
import { kept } from './kept.ts';
import type { MetadataMap } from './metadata-map.ts';
import type { LagoState } from './state.ts';

/** What Lago keeps of a credit note beside what the engine does. */
export interface CreditNoteRecord {
  readonly metadata: MetadataMap | null;
  /** Told of a note without a refund: Lago takes it all the same. */
  readonly refundStatus: CreditNote['refundStatus'] | undefined;
  /** When clients last changed it; ISO 8601 in UTC. */
  readonly changedAt: string | undefined;
}

const recordsOf = kept(() => new Map<string, CreditNoteRecord>());

const PLAIN: CreditNoteRecord = { metadata: null, refundStatus: undefined, changedAt: undefined };

/** The record of a credit note. */
export const creditNoteRecord = (state: LagoState, id: string): CreditNoteRecord =>
  recordsOf(state).get(id) ?? PLAIN;

/** Puts changed fields into the record of a credit note. */
export function keepCreditNoteRecord(
  state: LagoState,
  id: string,
  change: Partial<CreditNoteRecord>,
): void {
  const record = { ...creditNoteRecord(state, id), changedAt: state.now(), ...change };
  recordsOf(state).set(id, record);
}
