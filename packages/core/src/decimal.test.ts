import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BillingError } from './billing-error.ts';
import { Decimal, type RoundingMode } from './decimal.ts';

/** The reference: a quotient of two integers, computed without the class under test. */
interface Rational {
  readonly numerator: bigint;
  /** Above zero. */
  readonly denominator: bigint;
}

const decimals = fc
  .record({
    coefficient: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    scale: fc.integer({ min: 0, max: 25 }),
  })
  .map(({ coefficient, scale }) => ({
    decimal: Decimal.fromScaled(coefficient, scale),
    rational: { numerator: coefficient, denominator: 10n ** BigInt(scale) },
  }));

/** Few digits, so that ties and equal values turn up. */
const roundNumbers = fc
  .record({ tenths: fc.integer({ min: -400, max: 400 }), scale: fc.integer({ min: 0, max: 3 }) })
  .map(({ tenths, scale }) => ({
    decimal: Decimal.fromScaled(BigInt(tenths) * 5n, scale),
    rational: { numerator: BigInt(tenths) * 5n, denominator: 10n ** BigInt(scale) },
  }));

const any = fc.oneof(decimals, roundNumbers);
const modes = fc.constantFrom<RoundingMode>('half_up', 'up', 'down', 'ceil', 'floor');

const rationalOf = (decimal: Decimal): Rational => ({
  numerator: decimal.coefficient,
  denominator: 10n ** BigInt(decimal.scale),
});
const same = (a: Rational, b: Rational) =>
  a.numerator * b.denominator === b.numerator * a.denominator;
const less = (a: Rational, b: Rational) =>
  a.numerator * b.denominator < b.numerator * a.denominator;

/** The largest integer that is not above the quotient. */
function floorOf({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && numerator % denominator !== 0n ? quotient - 1n : quotient;
}

/** Rounding to an integer, told by its definition over the integers next to the value. */
function roundedInteger(value: Rational, mode: RoundingMode): bigint {
  const below = floorOf(value);
  if (value.numerator % value.denominator === 0n) return below;
  const negative = value.numerator < 0n;
  const nearest = () => {
    const twice = { numerator: value.numerator * 2n, denominator: value.denominator };
    const middle = { numerator: below * 2n + 1n, denominator: 1n };
    if (same(twice, middle)) return negative ? below : below + 1n;
    return less(twice, middle) ? below : below + 1n;
  };
  return {
    floor: () => below,
    ceil: () => below + 1n,
    down: () => (negative ? below + 1n : below),
    up: () => (negative ? below : below + 1n),
    half_up: nearest,
  }[mode]();
}

/** `value` to `digits` behind the point, which may be negative. */
function rounded(value: Rational, digits: number, mode: RoundingMode): Rational {
  const unit = 10n ** BigInt(Math.abs(digits));
  const shifted =
    digits >= 0
      ? { numerator: value.numerator * unit, denominator: value.denominator }
      : { numerator: value.numerator, denominator: value.denominator * unit };
  const integer = roundedInteger(shifted, mode);
  return digits >= 0
    ? { numerator: integer, denominator: unit }
    : { numerator: integer * unit, denominator: 1n };
}

describe('Decimal arithmetic', () => {
  it('adds, subtracts and multiplies as rationals do', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const { numerator: n1, denominator: d1 } = a.rational;
        const { numerator: n2, denominator: d2 } = b.rational;
        const denominator = d1 * d2;
        const sum = { numerator: n1 * d2 + n2 * d1, denominator };
        const difference = { numerator: n1 * d2 - n2 * d1, denominator };
        const product = { numerator: n1 * n2, denominator };
        return (
          same(rationalOf(a.decimal.plus(b.decimal)), sum) &&
          same(rationalOf(a.decimal.minus(b.decimal)), difference) &&
          same(rationalOf(a.decimal.times(b.decimal)), product)
        );
      }),
    );
  });

  it('divides to the digits asked for, in every mode', () => {
    fc.assert(
      fc.property(any, any, fc.integer({ min: 0, max: 30 }), modes, (a, b, digits, mode) => {
        fc.pre(!b.decimal.isZero());
        const sign = b.rational.numerator < 0n ? -1n : 1n;
        const quotient = {
          numerator: sign * a.rational.numerator * b.rational.denominator,
          denominator: sign * a.rational.denominator * b.rational.numerator,
        };
        const result = a.decimal.dividedBy(b.decimal, digits, mode);
        expect(result.scale).toBe(digits);
        return same(rationalOf(result), rounded(quotient, digits, mode));
      }),
    );
  });

  it('rounds in every mode, to digits on both sides of the point', () => {
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: -8, max: 28 }),
        modes,
        ({ decimal, rational }, digits, mode) =>
          same(rationalOf(decimal.round(digits, mode)), rounded(rational, digits, mode)),
      ),
    );
  });

  it('compares as rationals do', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const expected = less(a.rational, b.rational) ? -1 : same(a.rational, b.rational) ? 0 : 1;
        expect(a.decimal.compare(b.decimal)).toBe(expected);
        expect(a.decimal.equals(b.decimal)).toBe(expected === 0);
        expect(Decimal.max(a.decimal, b.decimal).compare(a.decimal)).toBe(expected < 0 ? 1 : 0);
        expect(Decimal.min(a.decimal, b.decimal).compare(a.decimal)).toBe(expected > 0 ? -1 : 0);
      }),
    );
  });

  it('knows signs and whole numbers', () => {
    fc.assert(
      fc.property(any, ({ decimal, rational: { numerator, denominator } }) => {
        expect(decimal.isZero()).toBe(numerator === 0n);
        expect(decimal.isNegative()).toBe(numerator < 0n);
        expect(decimal.isPositive()).toBe(numerator > 0n);
        expect(decimal.isInteger()).toBe(numerator % denominator === 0n);
        expect(decimal.abs().isNegative()).toBe(false);
        expect(decimal.plus(decimal.negated()).isZero()).toBe(true);
      }),
    );
  });

  it('sums nothing to zero, and a list to its total', () => {
    expect(Decimal.sum([]).toString()).toBe('0');
    expect(Decimal.sum(['0.1', '0.2', '-0.05'].map(Decimal.parse)).toString()).toBe('0.25');
  });

  it('refuses to divide by zero', () => {
    expect(() => Decimal.ONE.dividedBy(Decimal.parse('0.00'), 2)).toThrow(/Division by zero/);
  });

  // facts/rating.md §2 and §4
  it.each([
    ['2.5', 0, 'half_up', '3'],
    ['-2.5', 0, 'half_up', '-3'],
    ['2.45', 1, 'half_up', '2.5'],
    ['123.456', -2, 'half_up', '100'],
    ['123.456', -2, 'ceil', '200'],
    ['-123.456', -2, 'floor', '-200'],
    ['0.000001', 5, 'up', '0.00001'],
    ['-0.000001', 5, 'up', '-0.00001'],
    ['-0.9', 0, 'down', '0'],
    ['5', -3, 'half_up', '0'],
    ['500', -3, 'half_up', '1000'],
  ] as const)('rounds %s to %i digits (%s) as %s', (text, digits, mode, expected) => {
    expect(Decimal.parse(text).round(digits, mode).toString()).toBe(expected);
  });
});

describe('Decimal text', () => {
  it('comes back as the same number, in the shortest form', () => {
    fc.assert(
      fc.property(any, ({ decimal, rational }) => {
        const text = decimal.toString();
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
        expect(text).not.toBe('-0');
        return same(rationalOf(Decimal.parse(text)), rational);
      }),
    );
  });

  it('has exactly the digits asked for, or refuses', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 30 }), ({ decimal, rational }, digits) => {
        const exact = rounded(rational, digits, 'down');
        if (!same(exact, rational)) {
          expect(() => decimal.toFixed(digits)).toThrow(/digits behind the point/);
          return;
        }
        const text = decimal.toFixed(digits);
        expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
        expect(same(rationalOf(Decimal.parse(text)), rational)).toBe(true);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '1 ',
    '+1',
    '.5',
    '5.',
    '1e3',
    'NaN',
    'Infinity',
    '0x1',
    '1_000',
    '1,5',
    '--1',
    '١',
    '1\n',
  ])('refuses %j, and says what to write', (text) => {
    expect(Decimal.isDecimal(text)).toBe(false);
    expect(() => Decimal.parse(text)).toThrow(/write digits with an optional point/);
  });

  it.each([1, 1n, null, undefined, {}, ['1']])('refuses %s, which is no text', (value) => {
    expect(Decimal.isDecimal(value)).toBe(false);
    expect(() => Decimal.parse(value as never)).toThrow(BillingError);
  });

  it('takes 400 characters and no more', () => {
    expect(Decimal.parse('9'.repeat(400)).toString()).toBe('9'.repeat(400));
    expect(Decimal.isDecimal('9'.repeat(401))).toBe(false);
  });

  it('is what JSON carries: never a number', () => {
    expect(JSON.stringify({ amount: Decimal.parse('12.50') })).toBe('{"amount":"12.5"}');
  });

  it.each(['007', '-0', '-0.00', '000.10'])('reads %s and writes it short', (text) => {
    expect(Decimal.parse(text).toString()).toBe(
      { '007': '7', '-0': '0', '-0.00': '0', '000.10': '0.1' }[text],
    );
  });
});

describe('Decimal integers', () => {
  it('come from bigints and safe integers only', () => {
    expect(Decimal.fromInteger(2n ** 80n).toString()).toBe('1208925819614629174706176');
    expect(Decimal.fromInteger(-42).toString()).toBe('-42');
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => Decimal.fromInteger(value)).toThrow(/not a safe integer/);
    }
  });

  it('go to minor units and back without a change', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 6 }), (minor, digits) => {
        expect(Decimal.fromScaled(minor, digits).toScaled(digits)).toBe(minor);
      }),
    );
  });

  it('refuses to lose a digit', () => {
    expect(() => Decimal.parse('1.005').toScaled(2)).toThrow(/more than 2 digits/);
    expect(Decimal.parse('1.500').toScaled(1)).toBe(15n);
  });
});
