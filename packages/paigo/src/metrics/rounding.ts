import { Decimal, type UnitRounding } from '@billport/core';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoCountBody, PaigoDimension } from '../wire/dimension.ts';
import { decimalOf } from '../wire/reading.ts';

const WORDS = { round: 'round', ceil: 'ceiling', floor: 'floor' } as const;

/** 10 to the power of a whole number from -15 to 15, as text. */
function powerOfTen(exponent: number): string {
  const one = Decimal.ONE;
  if (exponent <= 0) return Decimal.fromScaled(1n, -exponent).toString();
  return one.times(Decimal.fromInteger(10n ** BigInt(exponent))).toString();
}

/**
 * How Paigo rounds units to a metric's digits: to whole increments of 10 to the power of -precision,
 * and to whole units where the metric names no rounding.
 */
export function roundingBody(
  rounding: UnitRounding | undefined,
): Pick<PaigoCountBody, 'usageIncrement' | 'rounding'> {
  const { mode, precision = 0 } = rounding ?? { mode: 'round' };
  return { usageIncrement: powerOfTen(-precision), rounding: WORDS[mode] };
}

/** Digits behind the point of a power of ten; undefined for any other number. */
function precisionOf(increment: Decimal): number | undefined {
  const text = increment.toString();
  if (/^10*$/.test(text)) return 1 - text.length;
  return /^0\.0*1$/.test(text) ? text.length - 2 : undefined;
}

/** The rounding of a dimension by its own fields; undefined where the contract has no words for it. */
function roundingByFields(dimension: PaigoDimension): UnitRounding | undefined {
  const increment = decimalOf(dimension.usageIncrement);
  const mode = (Object.keys(WORDS) as UnitRounding['mode'][]).find(
    (name) => WORDS[name] === dimension.rounding,
  );
  const precision = increment === undefined ? undefined : precisionOf(Decimal.parse(increment));
  return mode === undefined || precision === undefined ? undefined : { mode, precision };
}

/** The rounding as the metric named it, such as `ceil 2`; undefined where it named none. */
function namedRounding({ metadata }: PaigoDimension): UnitRounding | undefined {
  const [mode = '', precision] = (ownValue(metadata, OWN.rounding) ?? '').split(' ');
  if (!Object.hasOwn(WORDS, mode)) return undefined;
  return {
    mode: mode as UnitRounding['mode'],
    ...(precision !== undefined && { precision: Number(precision) }),
  };
}

const isSame = (one: UnitRounding, other: UnitRounding) =>
  one.mode === other.mode && (one.precision ?? 0) === (other.precision ?? 0);

/**
 * The rounding of a metric, as it was named where that still holds; undefined where none was named
 * and Paigo rounds to whole units, and where the contract has no words for it.
 */
export function roundingOf(dimension: PaigoDimension): UnitRounding | undefined {
  const found = roundingByFields(dimension);
  const isOwn = ownValue(dimension.metadata, OWN.metric) !== undefined;
  if (found === undefined || !isOwn) return found;
  const named = namedRounding(dimension);
  if (named !== undefined && isSame(named, found)) return named;
  return named === undefined && isSame({ mode: 'round' }, found) ? undefined : found;
}

/** The mark of a rounding in metadata, such as `ceil 2`; null where none is named. */
export function roundingMark(rounding: UnitRounding | null | undefined): string | null {
  if (!rounding) return null;
  const { mode, precision } = rounding;
  return precision === undefined ? mode : `${mode} ${precision}`;
}
