import type { Billing, RecordUsageResult, UsageEventInput } from '@billport/core';
import type { Bill } from '../bill/bill-file.ts';
import { type MeteredColumns, meteredColumns } from '../usage/metered-columns.ts';
import { usageEvents } from '../usage/usage-events.ts';
import type { UsageFile } from '../usage/usage-file.ts';
import { SUBSCRIPTION } from './open-subscription.ts';

/** What became of the events of a file. */
export interface Ingested {
  readonly rows: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Why the first rejected one was. */
  readonly firstRejection: string | undefined;
}

/** Small enough for a bar that moves; a provider that takes fewer at once splits it. */
const BATCH = 1_000;

function* eventsOf(
  file: UsageFile,
  metered: readonly MeteredColumns[],
  currency: string,
): Generator<UsageEventInput> {
  for (const row of file.rows) yield* usageEvents(row, metered, SUBSCRIPTION, currency);
}

function* batches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function add(total: Ingested, result: RecordUsageResult): Ingested {
  const refused = result.results.find(({ status }) => status === 'rejected');
  return {
    ...total,
    recorded: total.recorded + result.recorded,
    duplicates: total.duplicates + result.duplicates,
    rejected: total.rejected + result.rejected,
    firstRejection:
      total.firstRejection ?? (refused && `${refused.id}: ${refused.error?.message ?? 'refused'}`),
  };
}

/**
 * Records every row of a file: one event for each metric of the plan that counts it.
 * @param onProgress - Told how many rows have been recorded so far.
 */
export async function ingest(
  billing: Billing,
  bill: Bill,
  file: UsageFile,
  onProgress: (rows: number) => void,
): Promise<Ingested> {
  const metered = meteredColumns(bill);
  let total: Ingested = {
    rows: file.rows.length,
    recorded: 0,
    duplicates: 0,
    rejected: 0,
    firstRejection: undefined,
  };
  let sent = 0;
  for (const events of batches(eventsOf(file, metered, bill.plan.currency), BATCH)) {
    total = add(total, await billing.usage.record({ events, onRejected: 'report' }));
    sent += events.length;
    onProgress(Math.floor(sent / Math.max(metered.length, 1)));
  }
  onProgress(file.rows.length);
  return total;
}
