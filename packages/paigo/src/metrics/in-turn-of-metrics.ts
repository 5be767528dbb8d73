import type { Connection } from '../connection.ts';

/** The turn of what reads or changes a metric and the charges for it. */
export const metricTurn = (code: string) => `metric:${code}`;

/**
 * Does the work when it is the turn of each of these metrics: a charge holds its metric's increment,
 * and its price is for one. The turns are taken in one order, so that no two calls wait for each other.
 * A call that has the turn of a plan may take these; none that has one of these takes a plan's.
 */
export function inTurnOfMetrics<Value>(
  { turns }: Pick<Connection, 'turns'>,
  codes: Iterable<string>,
  work: () => Promise<Value>,
): Promise<Value> {
  const sorted = [...new Set(codes)].sort();
  const inTurn = sorted.reduceRight(
    (inner, code) => () => turns.take(metricTurn(code), inner),
    work,
  );
  return inTurn();
}
