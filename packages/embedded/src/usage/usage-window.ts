import type { Span } from '@billport/rating';
import { billingPeriodAt, usageCycle, type Window } from '@billport/rating';
import { planOf } from '../billing/plan-of.ts';
import { cycleOf, timezoneOf, usagePeriodAt } from '../billing/stay-period.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';

/** Whether a moment lies in a stay (`facts/rating.md §3`). */
export function livesAt(stay: Stay, at: number): boolean {
  if (stay.startedAt === undefined || at < stay.startedAt) return false;
  if (stay.endedAt === undefined) return true;
  return stay.data.endedBy === 'terminated' ? at <= stay.endedAt : at < stay.endedAt;
}

/** The billed span of usage that holds a moment before the open window. */
function billedSince(engine: Engine, stay: Stay, at: number): number | undefined {
  const row = engine.database
    .sql(
      "SELECT since FROM billed_spans WHERE subscription = ? AND kind = 'charges' AND since <= ? AND upto > ? LIMIT 1",
    )
    .get(stay.seq, at, at);
  return row === undefined ? undefined : Number(row.since);
}

/**
 * Under which window an event is counted: the first instant of the usage window that holds it.
 * Windows that are not open yet begin where their period begins.
 */
export function windowKey(engine: Engine, stay: Stay, at: number): number {
  const open = stay.data.openUsage;
  if (open !== undefined && at >= open.from) {
    if (at < open.to) return open.from;
    const plan = planOf(engine, stay);
    const cycle = usageCycle(cycleOf(engine, stay, plan), plan.chargesBilledMonthly ?? false);
    return Math.max(billingPeriodAt(cycle, at).from, open.to);
  }
  // An event from before the subscription belongs to the first open window: only recurring
  // metrics take such events, and they count from their own date anyway.
  return billedSince(engine, stay, at) ?? open?.from ?? at;
}

/** The window that prices the usage of a span: its bounds, and the days of the whole period. */
export function usageWindowOf(engine: Engine, stay: Stay, span: Span): Window {
  return {
    from: span.from,
    to: span.to,
    periodDays: usagePeriodAt(engine, stay, span.to - 1).durationDays,
    timezone: timezoneOf(engine, stay.customerKey),
  };
}

/** The whole usage period that begins at `from`, or holds it. */
export function usagePeriodWindow(engine: Engine, stay: Stay, from: number): Window {
  const period = usagePeriodAt(engine, stay, from);
  return {
    from,
    to: period.to,
    periodDays: period.durationDays,
    timezone: timezoneOf(engine, stay.customerKey),
  };
}

/** The invoice that billed the usage of a moment, where it is final; late events miss it. */
export function finalInvoiceFor(engine: Engine, stay: Stay, at: number): string | undefined {
  const open = stay.data.openUsage;
  if (open !== undefined && at >= open.from) return undefined;
  const row = engine.database
    .sql(
      `SELECT s.invoice FROM billed_spans s LEFT JOIN invoices i ON i.key = s.invoice
       WHERE s.subscription = ? AND s.kind = 'charges' AND s.since <= ? AND s.upto > ?
       AND (i.status IS NULL OR i.status NOT IN ('draft', 'failed')) LIMIT 1`,
    )
    .get(stay.seq, at, at);
  return row === undefined ? undefined : ((row.invoice as string | null) ?? '');
}
