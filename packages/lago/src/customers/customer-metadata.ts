import { type Issue, invalidInput } from '@billport/core';
import type { WireCustomerMetadata, WireCustomerMetadataInput } from '../wire/customer.ts';

/** What Lago keeps of a customer's data (`facts/lago.md §b`, Customers). */
const MOST_KEYS = 5;
const LONGEST_KEY = 20;
const LONGEST_VALUE = 100;

type Metadata = Readonly<Record<string, string>>;

/** Rails counts characters, not halves of surrogate pairs. */
const lengthOf = (text: string) => [...text].length;

function* issuesOf(metadata: Metadata): Generator<Issue> {
  const keys = Object.keys(metadata);
  if (keys.length > MOST_KEYS) {
    const message = `Lago keeps at most ${MOST_KEYS} keys of a customer; these are ${keys.length}.`;
    yield { path: ['metadata'], message, rule: 'too_big' };
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (lengthOf(key) > LONGEST_KEY) {
      const message = `Lago takes keys of at most ${LONGEST_KEY} characters: shorten it.`;
      yield { path: ['metadata', key], message, rule: 'too_big' };
    }
    if (lengthOf(value) > LONGEST_VALUE) {
      const message = `Lago takes values of at most ${LONGEST_VALUE} characters: shorten it.`;
      yield { path: ['metadata', key], message, rule: 'too_big' };
    }
  }
}

/**
 * Refuses data that Lago does not keep, before anything is sent.
 * @throws BillingError `invalid_input` with one issue for each limit that is passed.
 */
export function checkMetadata(metadata: Metadata | null | undefined): void {
  const issues = [...issuesOf(metadata ?? {})];
  if (issues.length > 0) throw invalidInput(issues);
}

/**
 * The rows that replace those of the customer. A row that is sent without its `id` is deleted and
 * made anew, and with it goes whether invoices show it: rows whose key stays keep both
 * (`facts/lago.md §b`, Customers).
 */
export function metadataRows(
  metadata: Metadata,
  before: readonly WireCustomerMetadata[],
): WireCustomerMetadataInput[] {
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
