import { normalizeInstant } from '@billport/core';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import { decimalOf, isFields, textOf } from '../wire/reading.ts';

/** A discount on whole invoices (`facts/paigo.md §3.2`). */
export interface Discount {
  /** Decimal text, 0 to 100; undefined where it cannot be read. */
  readonly percentage: string | undefined;
  /** An instant; undefined of one that lasts. */
  readonly until: string | undefined;
}

/**
 * The discount of a subscription; undefined without one. There is one for each customer, told by its
 * enrolments, and by the customer too (`facts/paigo.md §3.1`).
 */
export function discountOf({ customer, enrollment }: FoundSubscription): Discount | undefined {
  const { overrides } = enrollment ?? {};
  const own = isFields(overrides) ? overrides.discount : undefined;
  const told = isFields(own) ? own : customer.discount;
  if (!isFields(told)) return undefined;
  const { percentage, endDate } = told;
  return { percentage: decimalOf(percentage), until: normalizeInstant(textOf(endDate) ?? '') };
}
