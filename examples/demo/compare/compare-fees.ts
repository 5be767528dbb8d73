import type { ExpectedFee } from '../bill/expected-bill.ts';
import type { BilledFee } from './billed-fee.ts';
import { type Comparison, compareFields, NOTHING, together } from './compare-values.ts';

/** A line that the bill expects and the line that was billed for it. */
interface Pair {
  readonly expected: ExpectedFee;
  readonly got: BilledFee | undefined;
}

const path = (fee: { id: string }) => `fees.${fee.id}`;

function compareFee({ id, ...expected }: ExpectedFee, got: BilledFee): Comparison {
  return compareFields(expected, got, path({ id }));
}

/** Whether the bill may name this line as it likes: a filter, a group, an event or a commitment. */
function hasFreeName(fee: BilledFee): boolean {
  const isEvent = fee.type === 'charge' && fee.pay_in_advance;
  return fee.type === 'commitment' || fee.id.includes('[') || isEvent;
}

/** Whether a line is for the filter and the group that are expected. */
function isSamePart(expected: ExpectedFee, fee: BilledFee): boolean {
  const { group, grouped_by, filter, filters } = expected;
  const part = { group, grouped_by, filter, filters };
  return compareFields(part, fee, path(expected)).differences.length === 0;
}

/** Whether a line can be the one that is expected: it bills the same thing, filter and group. */
function mayBe(expected: ExpectedFee, fee: BilledFee): boolean {
  const { type, item_code, metric } = expected;
  const isTrueUp = expected.true_up_of !== undefined;
  return (
    isTrueUp === (fee.true_up_of !== undefined) &&
    isSamePart(expected, fee) &&
    compareFields({ type, item_code, metric }, fee, path(expected)).differences.length === 0
  );
}

/** The line that fits best: the one with the fewest differences. */
function nearest(expected: ExpectedFee, candidates: readonly BilledFee[]): BilledFee | undefined {
  const misfit = (fee: BilledFee) => compareFee(expected, fee).differences.length;
  return candidates.reduce<BilledFee | undefined>(
    (best, fee) => (best === undefined || misfit(fee) < misfit(best) ? fee : best),
    undefined,
  );
}

/**
 * Pairs lines by id; of a charge with filters or groups those that are left by what they hold,
 * since a bill may name them as it likes, also all alike. Each line is paired once.
 */
function pair(expected: readonly ExpectedFee[], got: readonly BilledFee[]): Pair[] {
  const byId = new Map(got.map((fee) => [fee.id, fee]));
  const left = new Set(got.filter((fee) => !expected.some(({ id }) => id === fee.id)));
  return expected.map((wanted) => {
    const named = byId.get(wanted.id);
    const candidates = [...left].filter((fee) => hasFreeName(fee) && mayBe(wanted, fee));
    const isNamed = named !== undefined && isSamePart(wanted, named);
    const found = isNamed ? named : (nearest(wanted, candidates) ?? named);
    if (found === named) byId.delete(wanted.id);
    else if (found !== undefined) left.delete(found);
    return { expected: wanted, got: found };
  });
}

const missing = (expected: ExpectedFee): Comparison => ({
  compared: 1,
  differences: [{ path: path(expected), expected: 'a line', got: NOTHING }],
});

const surplus = (fee: BilledFee): Comparison => ({
  compared: 1,
  differences: [
    {
      path: path(fee),
      expected: NOTHING,
      got: `a line over ${fee.amount_cents} minor units`,
    },
  ],
});

/** Compares the lines of an invoice: each expected one is there, as expected, and no other. */
export function compareFees(
  expected: readonly ExpectedFee[],
  got: readonly BilledFee[],
): Comparison {
  const pairs = pair(expected, got);
  const paired = new Set(pairs.map((each) => each.got));
  return together([
    ...pairs.map((each) =>
      each.got === undefined ? missing(each.expected) : compareFee(each.expected, each.got),
    ),
    ...got.filter((fee) => !paired.has(fee)).map(surplus),
  ]);
}
