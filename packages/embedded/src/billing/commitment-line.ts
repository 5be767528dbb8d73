import { Decimal, minorUnits, type Plan, toEpochMs, toInstant } from '@billport/core';
import { commitmentTrueUp, localDayCount, type Span } from '@billport/rating';
import { type Engine, nextId } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { type FeeLine, singleUnit } from './fee-line.ts';
import { basePeriodAt, timezoneOf, toPeriod } from './stay-period.ts';
import { taxCodesFor } from './tax-codes.ts';

type Billed = Pick<FeeLine, 'type' | 'subscriptionKey' | 'planCode' | 'period' | 'amount'>;

/** A change of time zone moves bounds by hours: a period belongs where its middle lies. */
function isMostlyIn(span: Span, period: NonNullable<Billed['period']>): boolean {
  const from = toEpochMs(period.from);
  const middle = (from + toEpochMs(period.to)) / 2;
  return middle >= span.from && from < span.to;
}

/** Whether a line bills a part of the span for this stay. */
function counts(line: Billed, stay: Stay, span: Span): boolean {
  return (
    line.type !== 'commitment' &&
    line.subscriptionKey === stay.subscriptionKey &&
    line.planCode === stay.planCode &&
    line.period !== undefined &&
    isMostlyIn(span, line.period)
  );
}

/** Lines of earlier invoices that bill the span. Progressive ones are in the period's own invoice. */
function billedBefore(engine: Engine, stay: Stay, invoiceId: string): Billed[] {
  return engine.invoices
    .all({ subscriptionKey: stay.subscriptionKey })
    .filter(({ id, type, status }) => {
      // A draft that is computed again must not count its own lines of before.
      return id !== invoiceId && type !== 'progressive_billing' && status !== 'voided';
    })
    .flatMap(({ body }) => body.fees);
}

function billedDays(engine: Engine, stay: Stay, span: Span): number {
  const days = localDayCount(span, timezoneOf(engine, stay.customerKey));
  // The day of an upgrade belongs to the new plan.
  return stay.data.endedBy === 'upgrade' && span.to > (stay.endedAt ?? span.to) ? days - 1 : days;
}

/**
 * The line that completes the plan's minimum commitment for a base period: what base price and
 * usage of the period lack, before coupons and taxes (`facts/rating.md §8`).
 * @param invoice The invoice that the line is for, and its other lines.
 */
export function commitmentLine(
  engine: Engine,
  stay: Stay,
  plan: Plan,
  span: Span,
  invoice: { readonly id: string; readonly lines: readonly FeeLine[] },
  at: number,
): FeeLine | undefined {
  const commitment = plan.minimumCommitment;
  if (commitment === undefined) return undefined;
  const billed = [...invoice.lines, ...billedBefore(engine, stay, invoice.id)].filter((line) =>
    counts(line, stay, span),
  );
  const { trueUpMinor } = commitmentTrueUp({
    commitmentMinor: minorUnits(commitment.amount),
    billedDays: billedDays(engine, stay, span),
    periodDays: basePeriodAt(engine, stay, span.from).durationDays,
    feesMinor: billed.map(({ amount }) => minorUnits(amount)),
  });
  if (trueUpMinor === 0n) return undefined;
  return {
    id: nextId(engine, 'fee'),
    type: 'commitment',
    name: commitment.name ?? 'Minimum commitment',
    stay: stay.seq,
    subscriptionKey: stay.subscriptionKey,
    planCode: plan.code,
    period: toPeriod(span),
    ...singleUnit(trueUpMinor, Decimal.fromInteger(trueUpMinor), plan.price.currency),
    taxCodes: taxCodesFor(engine, stay.customerKey, commitment.taxCodes, plan),
    createdAt: toInstant(at),
  };
}
