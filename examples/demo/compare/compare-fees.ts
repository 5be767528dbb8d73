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
  return fee.type === 'commitment' || fee.id.includes('[') || fee.pay_in_advance;
}

/** Whether a line can be the one that is expected: it bills the same thing, filter and group. */
function mayBe(expected: ExpectedFee, fee: BilledFee): boolean {
  const { type, item_code, metric, group, grouped_by, filter, filters } = expected;
  const identity = { type, item_code, metric, group, grouped_by, filter, filters };
  const isTrueUp = expected.true_up_of !== undefined;
  return (
    isTrueUp === (fee.true_up_of !== undefined) &&
    compareFields(identity, fee, path(expected)).differences.length === 0
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

/** Pairs lines by id; of a charge with filters or groups those that are left by what they hold. */
function pair(expected: readonly ExpectedFee[], got: readonly BilledFee[]): Pair[] {
  const byId = new Map(got.map((fee) => [fee.id, fee]));
  const left = new Set(got.filter((fee) => !expected.some(({ id }) => id === fee.id)));
  return expected.map((wanted) => {
    const same = byId.get(wanted.id);
    if (same !== undefined) return { expected: wanted, got: same };
    const candidates = [...left].filter((fee) => hasFreeName(fee) && mayBe(wanted, fee));
    const found = nearest(wanted, candidates);
    if (found !== undefined) left.delete(found);
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
