import { Decimal, type Issue, type PercentageTier, type Tier } from '@billport/core';
import type { LagoRange } from '../wire/charge.ts';
import { exactNumber } from './exact-number.ts';

type AnyTier = Tier | PercentageTier;

const isWhole = (value: Decimal) => value.equals(value.round(0));

/**
 * Whether each tier can begin one after the last unit of the tier before it, as Lago writes whole
 * bounds. Otherwise it begins where that one ends; Lago takes both, but computes wrongly where a
 * price mixes them (`facts/rating.md §16`, 5).
 */
function beginsOneLater(tiers: readonly AnyTier[]): boolean {
  const bounds = tiers.flatMap(({ upTo }) => (upTo === null ? [] : [Decimal.parse(upTo)]));
  return bounds.every((bound, index) => {
    const before = bounds[index - 1];
    const isWide = before === undefined || bound.compare(before.plus(Decimal.ONE)) > 0;
    return isWhole(bound) && isWide;
  });
}

const priceOf = (tier: AnyTier) =>
  'rate' in tier ? { rate: tier.rate } : { per_unit_amount: tier.unitAmount };

/** Tiers as Lago's ranges. The bounds must have been checked with {@link tierIssues}. */
export function toRanges(tiers: readonly AnyTier[]): LagoRange[] {
  const gap = beginsOneLater(tiers) ? 1 : 0;
  return tiers.map((tier, index) => {
    const before = tiers[index - 1]?.upTo;
    return {
      from_value: before == null ? 0 : Number(before) + gap,
      to_value: tier.upTo === null ? null : Number(tier.upTo),
      ...priceOf(tier),
      flat_amount: tier.flatAmount ?? '0',
    };
  });
}

/** What Lago could not take of the bounds, or would compute wrongly. */
export function* tierIssues(tiers: readonly AnyTier[]): Generator<Issue> {
  for (const [index, { upTo }] of tiers.entries()) {
    if (upTo === null || exactNumber(upTo) !== undefined) continue;
    const message =
      'Lago writes bounds as JSON numbers, which lose digits past 2^53 and past 15 of them: write a shorter one.';
    yield { path: [index, 'upTo'], message, rule: 'not_exact' };
  }
  // Lago counts a unit too many for each tier that begins where the one before it ends.
  if (!tiers.some((tier) => 'rate' in tier) || beginsOneLater(tiers)) return;
  const message =
    'Lago computes percentages by tier only between whole bounds that are at least 2 apart.';
  yield { path: [], message, rule: 'not_supported' };
}

const decimal = (value: unknown) => (value == null ? undefined : String(value));

const isZero = (text: string | undefined) =>
  text !== undefined && Decimal.isDecimal(text) && Decimal.parse(text).equals(Decimal.ZERO);

/** Lago's ranges as tiers, as far as they can be read: the contract's schema decides. */
export function fromRanges(ranges: readonly LagoRange[] | undefined): object[] {
  return (ranges ?? []).map((range) => {
    const flatAmount = decimal(range.flat_amount);
    return {
      upTo: range.to_value == null ? null : String(range.to_value),
      ...(range.rate === undefined
        ? { unitAmount: decimal(range.per_unit_amount) }
        : { rate: decimal(range.rate) }),
      ...(flatAmount !== undefined && !isZero(flatAmount) && { flatAmount }),
    };
  });
}
