import { BillingError, normalizeInstant, toEpochMs } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { OWN, ownValue, type PaigoMetadata } from '../own-metadata.ts';
import { decimalOf, isFields, listOf } from '../wire/reading.ts';
import type { PaigoDimensionUsage, PaigoRawUsage } from '../wire/usage.ts';
import { recordsOnce, rowsByOffering } from './offering-rows.ts';
import { readUntilNow } from './read-until-now.ts';

/** A usage record as it lies at Paigo. */
export interface RawRecord {
  readonly dimensionId: string;
  /** Its moment at Paigo; epoch milliseconds. */
  readonly at: number;
  /** When it happened: another moment where that one was taken; epoch milliseconds. */
  readonly happenedAt: number;
  /** A decimal as text. */
  readonly value: string;
  readonly metadata: PaigoMetadata;
  /** Id of the event; undefined for what was recorded without one. */
  readonly event: string | undefined;
  /** Key of the subscription; undefined for what was recorded without one. */
  readonly subscriptionKey: string | undefined;
}

/** A span of time in epoch milliseconds: `from` belongs to it, `to` does not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

function momentOf(text: unknown): number {
  const instant = typeof text === 'string' ? normalizeInstant(text) : undefined;
  if (instant !== undefined) return toEpochMs(instant);
  throw new BillingError('malformed_response', {
    message: 'Paigo sent a usage record without a timestamp.',
  });
}

function rawRecord(dimensionId: string, row: PaigoRawUsage): RawRecord {
  const at = momentOf(row.timestamp);
  const metadata = isFields(row.metadata) ? row.metadata : {};
  const told = normalizeInstant(ownValue(metadata, OWN.timestamp) ?? '');
  return {
    dimensionId,
    at,
    happenedAt: told === undefined ? at : toEpochMs(told),
    value: decimalOf(row.recordValue) ?? '',
    metadata,
    event: ownValue(metadata, OWN.event),
    subscriptionKey: ownValue(metadata, OWN.subscription),
  };
}

const recordsOf = (rows: readonly PaigoDimensionUsage<PaigoRawUsage>[]): RawRecord[] =>
  rows.flatMap(({ dimensionId, usage }) =>
    listOf<PaigoRawUsage>(usage).map((row) => rawRecord(dimensionId, row)),
  );

/**
 * Reads every usage record of a customer in a span of time, whatever its dimension, and also from
 * before the enrolment (`facts/paigo.md §6.1`); once, however many offerings hold that. What is too young to be read is left out.
 */
export async function readRawUsage(
  paigo: Connection,
  customerId: string,
  span: Span,
  context: CallContext,
): Promise<RawRecord[]> {
  const query = { aggregationInterval: 'none', ignoreEnrollmentDate: 'true' };
  const rows = await readUntilNow<PaigoRawUsage>(paigo, customerId, span, query, context);
  return rowsByOffering(rows).flatMap((offerings) => recordsOnce(offerings.map(recordsOf)));
}
