import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BillingError, Decimal, normalizeInstant, toInstant } from '@billport/core';
import { parse } from 'csv-parse/sync';

/** One piece of usage: a row of the file. */
export interface UsageRow {
  /** Stable id of the row. */
  readonly transactionId: string;
  /** When it happened; UTC with milliseconds. */
  readonly timestamp: string;
  /** All other cells that are not empty, by column. */
  readonly values: Readonly<Record<string, string>>;
}

/** A usage file, read. */
export interface UsageFile {
  readonly rows: readonly UsageRow[];
  /** Columns beside the id and the timestamp. */
  readonly columns: readonly string[];
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

const ID = 'transaction_id';
const TIMESTAMP = 'timestamp';

/** Lago's events carry seconds since the epoch, fractions allowed (`facts/rating.md §3`). */
function fromEpochSeconds(text: string): string {
  const ms = Decimal.parse(text).times(Decimal.fromInteger(1000)).round(0, 'floor');
  return toInstant(Number(ms.toString()));
}

function timestampOf(text: string, where: string): string {
  if (normalizeInstant(text) !== undefined) return toInstant(text);
  if (Decimal.isDecimal(text)) return fromEpochSeconds(text);
  throw new BillingError('invalid_input', {
    message: `${where}: ${JSON.stringify(text)} is not a moment: write ISO 8601 with a zone, such as "2026-01-31T23:00:00Z", or seconds since 1970.`,
  });
}

function toRow(cells: Record<string, string>, index: number, name: string): UsageRow {
  const where = `${name}, row ${index + 1}`;
  const { [ID]: transactionId, [TIMESTAMP]: timestamp, ...rest } = cells;
  if (!transactionId)
    throw new BillingError('invalid_input', { message: `${where}: ${ID} is empty.` });
  return {
    transactionId,
    timestamp: timestampOf(timestamp ?? '', `${where}: ${TIMESTAMP}`),
    values: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
  };
}

function cellsOf(content: Buffer, name: string): string[][] {
  try {
    return parse(content, { bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw new BillingError('invalid_input', {
      message: `${name} is not a CSV file: ${(cause as Error).message}`,
      cause,
    });
  }
}

/**
 * Reads the content of a usage file: CSV with a header, `transaction_id`, `timestamp` and any
 * other columns.
 * @param name - What is read, for errors.
 * @throws BillingError `invalid_input` naming row and column.
 */
export function toUsageFile(content: Buffer, name: string): UsageFile {
  const [header = [], ...lines] = cellsOf(content, name);
  for (const column of [ID, TIMESTAMP]) {
    if (header.includes(column)) continue;
    throw new BillingError('invalid_input', { message: `${name} has no column ${column}.` });
  }
  return {
    rows: lines.map((line, index) =>
      toRow(
        Object.fromEntries(header.map((column, position) => [column, line[position] ?? ''])),
        index,
        name,
      ),
    ),
    columns: header.filter((column) => column !== ID && column !== TIMESTAMP),
    bytes: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/**
 * Reads a usage file.
 * @throws BillingError `invalid_input` when it cannot be read or is not as {@link toUsageFile} needs it.
 */
export async function readUsageFile(path: string): Promise<UsageFile> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (cause) {
    throw new BillingError('invalid_input', {
      message: `--events: ${path} cannot be read: ${(cause as Error).message}`,
      cause,
    });
  }
  return toUsageFile(content, path);
}
