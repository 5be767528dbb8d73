import { Decimal } from '@billport/core';
import type { TierRecord } from '../records/dimension.ts';

const isMultiple = (bound: string, increment: string) => {
  const size = Decimal.parse(increment);
  const times = Decimal.parse(bound).dividedBy(size, 0, 'down');
  return times.times(size).equals(Decimal.parse(bound));
};

/** What is wrong with a bound behind the one before it; undefined when nothing is. */
function boundProblem(former: string | undefined, bound: string, increment: string) {
  if (former === 'inf') return 'only the tier with the highest tierPosition can be "inf"';
  if (bound === 'inf') return undefined;
  if (!isMultiple(bound, increment))
    return `upperBound ${bound} must be a multiple of ${increment}`;
  const isRising = former === undefined || Decimal.parse(bound).compare(Decimal.parse(former)) > 0;
  return isRising
    ? undefined
    : `upperBound ${bound} must be above that of the tier before, ${former}`;
}

/**
 * What is wrong with tiers (`facts/paigo.md §3.3`): positions count up from 1, bounds rise
 * strictly and are multiples of the increment, and only the last may be `inf`.
 * @param field What the texts begin with, such as `tiers`.
 */
export function tierProblems(
  field: string,
  tiers: readonly TierRecord[],
  usageIncrement: string,
): string[] {
  const inOrder = [...tiers].sort((a, b) => Number(a.tierPosition) - Number(b.tierPosition));
  return inOrder.flatMap(({ tierPosition, upperBound }, index) => {
    const problems = [
      tierPosition === `${index + 1}` ? undefined : 'tierPosition must count up from 1',
      boundProblem(inOrder[index - 1]?.upperBound, upperBound, usageIncrement),
    ];
    return problems.flatMap((problem) => (problem === undefined ? [] : [`${field}: ${problem}`]));
  });
}
