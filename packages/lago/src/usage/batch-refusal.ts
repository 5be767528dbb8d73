import type { EventRefusal } from '@billport/adapter-kit';
import type { BillingError, Issue } from '@billport/core';

/** What a refused batch means. */
export type BatchRefusal =
  /** These events, by their place in the batch; nothing of it was stored. */
  | { readonly kind: 'events'; readonly events: ReadonlyMap<number, 'duplicate' | EventRefusal> }
  /** Fewer events would do. */
  | { readonly kind: 'too_many' }
  /** One of them, and Lago does not say which. */
  | { readonly kind: 'some'; readonly refusal: EventRefusal }
  /** Not about its events. */
  | { readonly kind: 'failure' };

const DUPLICATE: ReadonlySet<string | undefined> = new Set([
  'value_already_exist',
  'value_already_exists',
]);

/** What fields of events are called in the contract, where the name means another thing elsewhere. */
const FIELDS: Readonly<Record<string, string>> = {
  code: 'metric',
  precise_total_amount_cents: 'preciseAmount',
};

function refusalOf({ message }: Issue, fields: Issue['path']): EventRefusal {
  const path = fields.map((field) => FIELDS[field] ?? String(field));
  return { code: 'rejected', path, message };
}

/** What is said about each event: a reason to refuse it outweighs that it is there already. */
function byEvent(issues: readonly Issue[], size: number) {
  const events = new Map<number, 'duplicate' | EventRefusal>();
  for (const issue of issues) {
    const [index, ...fields] = issue.path;
    if (typeof index !== 'number' || index >= size) continue;
    const known = events.get(index);
    if (known !== undefined && known !== 'duplicate') continue;
    if (!DUPLICATE.has(issue.rule)) events.set(index, refusalOf(issue, fields));
    else events.set(index, 'duplicate');
  }
  return events;
}

/**
 * What the refusal of a batch means. Lago refuses all of a batch for one event, and names events by
 * their place, in a map of fields or in a text (`facts/lago.md §b`, Events).
 */
export function batchRefusal(error: BillingError, size: number): BatchRefusal {
  const issues = error.issues ?? [];
  const isTooMany = issues.some(({ rule }) => rule === 'too_many_events');
  if (error.status === 413 || isTooMany) {
    if (size > 1) return { kind: 'too_many' };
    const message = 'Lago takes no event of this size: send less with it.';
    return { kind: 'some', refusal: { code: 'rejected', path: [], message } };
  }
  if (error.status !== 422 && error.status !== 400) return { kind: 'failure' };
  // Waiting for a lock, and the like: not about the events.
  if (error.retryable) return { kind: 'failure' };
  const events = byEvent(issues, size);
  if (events.size > 0) return { kind: 'events', events };
  const [issue] = issues;
  if (issue !== undefined && DUPLICATE.has(issue.rule) && size === 1) {
    return { kind: 'events', events: new Map([[0, 'duplicate']]) };
  }
  const refusal = refusalOf(issue ?? { path: [], message: error.message }, issue?.path ?? []);
  return { kind: 'some', refusal };
}
