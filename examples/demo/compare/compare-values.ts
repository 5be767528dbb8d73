import { Decimal } from '@billport/core';

/** One thing that is not as expected. */
interface Difference {
  /** Where, such as `fees.requests.units`. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** What was compared and what differs. */
export interface Comparison {
  /** How many single values were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** How a value that is not there is shown. */
export const NOTHING = 'nothing';

/** Fields that hold a decimal number: `3` and `3.00` are the same. */
const DECIMALS = new Set([
  'units',
  'unit_amount',
  'precise_unit_amount',
  'precise_amount',
  'amount',
  'coupons_cents',
  'taxes_rate',
  'rate',
]);

/**
 * Bills write 12 digits of units and 15 of amounts and drop zeros at the end, so a number without
 * end is compared to the digits given and any other exactly, in so far as 12 digits tell. A bill
 * may also write more digits of a number without end than the invoice keeps.
 */
const LEAST_DIGITS = 12;

function sameDecimal(expected: string, got: string, roundedTo: number | undefined): boolean {
  const wanted = Decimal.parse(expected);
  const actual = Decimal.parse(got);
  if (roundedTo !== undefined) return actual.round(roundedTo).equals(wanted.round(roundedTo));
  if (actual.scale >= LEAST_DIGITS && wanted.scale > actual.scale) {
    return wanted.round(actual.scale).equals(actual);
  }
  return actual.round(Math.max(wanted.scale, LEAST_DIGITS)).equals(wanted);
}

const bigintAsText = (_key: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;

function show(value: unknown): string {
  if (value === undefined) return NOTHING;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ');
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, bigintAsText);
  return String(value);
}

function one(path: string, same: boolean, expected: unknown, got: unknown): Comparison {
  const differences = same ? [] : [{ path, expected: show(expected), got: show(got) }];
  return { compared: 1, differences };
}

/** Several comparisons as one. */
export function together(parts: readonly Comparison[]): Comparison {
  return {
    compared: parts.reduce((sum, part) => sum + part.compared, 0),
    differences: parts.flatMap((part) => part.differences),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Items that carry their own name are compared by it, others by position. */
function keyOf(item: unknown, index: number): string {
  if (!isFields(item)) return String(index);
  return String(item.id ?? item.code ?? index);
}

function compareLists(expected: readonly unknown[], got: readonly unknown[], path: string) {
  const found = new Map(got.map((item, index) => [keyOf(item, index), item]));
  const [first = got[0]] = expected;
  const named = isFields(first) && ('id' in first || 'code' in first);
  const items = expected.map((item, index) => {
    const key = keyOf(item, index);
    const same = found.get(key);
    // What is expected twice is not there twice.
    found.delete(key);
    return compareValues(item, same, `${path}.${key}`);
  });
  const missed = named
    ? []
    : [one(`${path}.length`, expected.length === got.length, expected.length, got.length)];
  return together([...items, ...missed]);
}

function sameSet(expected: readonly unknown[], got: readonly unknown[]): boolean {
  return JSON.stringify([...expected].sort()) === JSON.stringify([...got].sort());
}

/** Maps such as a group of event properties: the same keys with the same values. */
function sameMap(expected: Fields, got: Fields): boolean {
  const text = (map: Fields) => JSON.stringify(Object.entries(map).sort());
  return text(expected) === text(got);
}

const MAPS = new Set(['group', 'grouped_by', 'filter', 'filters']);

function isDecimalAt(path: string, name: string): boolean {
  return DECIMALS.has(name) || /\.(?:sums|max)\.[^.]*$/.test(path);
}

/**
 * Compares every field present in `expected`, however deep. Decimals are compared as numbers,
 * lists of names as sets, lists of things by `id` or `code`, else by position.
 * @param path - Where the value stands; its last part decides how it is compared.
 * @param roundedTo - Digits to which a decimal is compared; as many as tell when absent.
 */
export function compareValues(
  expected: unknown,
  got: unknown,
  path: string,
  roundedTo?: number,
): Comparison {
  if (expected === undefined) return { compared: 0, differences: [] };
  if (got === undefined) return one(path, false, expected, got);
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (isFields(expected) && isFields(got)) {
    return MAPS.has(name)
      ? one(path, sameMap(expected, got), expected, got)
      : compareFields(expected, got, path);
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    return [...expected, ...got].every((item) => typeof item === 'string')
      ? one(path, sameSet(expected, got), expected, got)
      : compareLists(expected, got, path);
  }
  const numbers = typeof expected === 'string' && typeof got === 'string';
  const same =
    numbers && isDecimalAt(path, name) ? sameDecimal(expected, got, roundedTo) : expected === got;
  return one(path, same, expected, got);
}

/**
 * Compares the fields of one thing. Words for people are no part of it, and `NAME_round` says to
 * how many digits NAME is compared.
 */
export function compareFields(expected: Fields, got: Fields, path: string): Comparison {
  return together(
    Object.keys(expected)
      .filter((name) => name !== 'notes' && !name.endsWith('_round'))
      .map((name) => {
        const roundedTo = expected[`${name}_round`] as number | undefined;
        return compareValues(expected[name], got[name], `${path}.${name}`, roundedTo);
      }),
  );
}
