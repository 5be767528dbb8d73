import { Decimal, normalizeInstant } from '@billport/core';

/** A field whose value is not the expected one. */
export interface Difference {
  /** Path of the field, such as `fees[1].amount_cents`. */
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plain decimal notation of a number or decimal text; undefined for anything else. */
function decimalOf(value: unknown): Decimal | undefined {
  const text =
    typeof value === 'number'
      ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
      : value;
  return Decimal.isDecimal(text) ? Decimal.parse(text) : undefined;
}

function sameScalar(expected: unknown, got: unknown, digits: number | undefined): boolean {
  const left = decimalOf(expected);
  const right = decimalOf(got);
  if (left !== undefined && right !== undefined) {
    return digits === undefined
      ? left.equals(right)
      : left.round(digits).equals(right.round(digits));
  }
  if (typeof expected === 'string' && typeof got === 'string') {
    const moment = normalizeInstant(expected);
    if (moment !== undefined) return moment === normalizeInstant(got);
  }
  return expected === got;
}

/** Decimals to which a field is compared: `NAME_round`, or `precise_round` for `precise_...`. */
function digitsFor(field: string, expected: Fields): number | undefined {
  const own = expected[`${field}_round`];
  const digits = own === undefined && field.startsWith('precise_') ? expected.precise_round : own;
  return typeof digits === 'number' ? digits : undefined;
}

/** The key by which items of a list are found, where all of them have one. */
function itemKey(items: readonly unknown[]): 'id' | 'group' | undefined {
  return (['id', 'group'] as const).find(
    (key) => items.length > 0 && items.every((item) => isFields(item) && key in item),
  );
}

const sameKey = (one: unknown, other: unknown): boolean =>
  isFields(one) && isFields(other)
    ? Object.keys(one).length === Object.keys(other).length &&
      Object.keys(one).every((name) => name in other && one[name] === other[name])
    : one === other;

function compareList(
  expected: readonly unknown[],
  got: unknown,
  field: string,
  digits: number | undefined,
): Difference[] {
  if (!Array.isArray(got)) return [{ field, expected, got }];
  const key = itemKey(expected);
  if (key !== undefined) {
    return expected.flatMap((item) => {
      const wanted = (item as Fields)[key];
      const name = isFields(wanted) ? JSON.stringify(wanted) : wanted;
      const match = got.find((other) => isFields(other) && sameKey(other[key], wanted));
      return compareValue(item, match, `${field}[${name}]`, digits);
    });
  }
  const length: Difference[] =
    expected.length === got.length
      ? []
      : [{ field: `${field}.length`, expected: expected.length, got: got.length }];
  return [
    ...length,
    ...expected.flatMap((item, index) =>
      compareValue(item, got[index], `${field}[${index}]`, digits),
    ),
  ];
}

function compareValue(
  expected: unknown,
  got: unknown,
  field: string,
  digits: number | undefined,
): Difference[] {
  if (Array.isArray(expected)) return compareList(expected, got, field, digits);
  if (isFields(expected)) {
    return isFields(got) ? compareFields(expected, got, `${field}.`) : [{ field, expected, got }];
  }
  return sameScalar(expected, got, digits) ? [] : [{ field, expected, got }];
}

/**
 * Compares a result with what is expected of it. Only expected fields count; the result may have
 * more. Numbers and decimal texts are compared by value, instants by moment. `NAME_round` says to
 * how many decimals `NAME` is compared. Lists whose items have an `id` or a `group` are compared
 * by that key, other lists by position and length.
 */
export function compareFields(expected: Fields, got: Fields, prefix = ''): Difference[] {
  return Object.keys(expected).flatMap((name) => {
    if (name.endsWith('_round') && typeof expected[name] === 'number') return [];
    const digits = digitsFor(name, expected);
    return compareValue(expected[name], got[name], `${prefix}${name}`, digits);
  });
}
