import { BillingError } from './billing-error.ts';

/**
 * How a number is brought to fewer digits.
 *
 * - `half_up`: to the nearest, ties away from zero (what invoices use, `facts/rating.md §2`)
 * - `up`: away from zero · `down`: towards zero
 * - `ceil`: towards +infinity · `floor`: towards -infinity
 */
export type RoundingMode = 'half_up' | 'up' | 'down' | 'ceil' | 'floor';

/** Plain decimal notation: no exponent, no leading `+`, no bare point. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Longest accepted text. A bound keeps hostile input from costing quadratic time. */
const MAX_LENGTH = 400;

const powers: bigint[] = [1n];

/** 10 to the power of `exponent`, from a table that grows on demand. */
function powerOfTen(exponent: number): bigint {
  for (let next = powers.length; next <= exponent; next++) {
    powers.push((powers[next - 1] as bigint) * 10n);
  }
  return powers[exponent] as bigint;
}

/** `numerator / denominator` as an integer; `denominator` must be positive. */
function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n ? quotient - 1n : quotient + 1n;
  switch (mode) {
    case 'down':
      return quotient;
    case 'up':
      return away;
    case 'ceil':
      return numerator < 0n ? quotient : away;
    case 'floor':
      return numerator < 0n ? away : quotient;
    case 'half_up':
      return (remainder < 0n ? -remainder : remainder) * 2n >= denominator ? away : quotient;
  }
}

/**
 * An exact decimal number: `coefficient / 10^scale`. Immutable. Addition, subtraction and
 * multiplication never lose a digit; only {@link Decimal.round} and {@link Decimal.dividedBy}
 * drop digits, and both are told how.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  static readonly ONE = new Decimal(1n, 0);

  /** All digits as one integer. */
  readonly coefficient: bigint;
  /** How many of those digits stand behind the point; 0 or more. */
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  /**
   * Reads plain decimal notation such as `-12.50`.
   * @throws BillingError `invalid_input` for anything else: exponents, blanks, `+1`, `.5`, `NaN`.
   */
  static parse(text: string): Decimal {
    if (!Decimal.isDecimal(text)) {
      throw new BillingError('invalid_input', {
        message: `${JSON.stringify(String(text).slice(0, 40))} is not a decimal number: write digits with an optional point, such as "12.50".`,
      });
    }
    const point = text.indexOf('.');
    if (point < 0) return new Decimal(BigInt(text), 0);
    const scale = text.length - point - 1;
    return new Decimal(BigInt(text.slice(0, point) + text.slice(point + 1)), scale);
  }

  /** Whether {@link Decimal.parse} accepts the value. */
  static isDecimal(value: unknown): value is string {
    return typeof value === 'string' && value.length <= MAX_LENGTH && DECIMAL.test(value);
  }

  /** A whole number. A JavaScript number must be a safe integer. */
  static fromInteger(value: bigint | number): Decimal {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new BillingError('invalid_input', {
        message: `${value} is not a safe integer: use a bigint or a decimal string.`,
      });
    }
    return new Decimal(BigInt(value), 0);
  }

  /** `coefficient / 10^scale`, for example minor units and a currency's digits. */
  static fromScaled(coefficient: bigint, scale: number): Decimal {
    return new Decimal(coefficient, scale);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  static max(first: Decimal, second: Decimal): Decimal {
    return first.compare(second) >= 0 ? first : second;
  }

  static min(first: Decimal, second: Decimal): Decimal {
    return first.compare(second) <= 0 ? first : second;
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) {
      return new Decimal(this.coefficient + other.coefficient, this.scale);
    }
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.coefficientAt(scale) + other.coefficientAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    if (this.scale === other.scale) {
      return new Decimal(this.coefficient - other.coefficient, this.scale);
    }
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.coefficientAt(scale) - other.coefficientAt(scale), scale);
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  negated(): Decimal {
    return new Decimal(-this.coefficient, this.scale);
  }

  abs(): Decimal {
    return this.coefficient < 0n ? this.negated() : this;
  }

  /**
   * The quotient with exactly `digits` behind the point.
   * @throws BillingError `invalid_input` when `divisor` is zero.
   */
  dividedBy(divisor: Decimal, digits: number, mode: RoundingMode = 'half_up'): Decimal {
    if (divisor.coefficient === 0n) {
      throw new BillingError('invalid_input', { message: 'Division by zero.' });
    }
    const sign = divisor.coefficient < 0n ? -1n : 1n;
    const shift = digits + divisor.scale - this.scale;
    const numerator = sign * this.coefficient * (shift > 0 ? powerOfTen(shift) : 1n);
    const denominator = sign * divisor.coefficient * (shift < 0 ? powerOfTen(-shift) : 1n);
    return new Decimal(divideRounded(numerator, denominator, mode), digits);
  }

  /**
   * Keeps `digits` behind the point. Negative digits round to tens, hundreds and so on:
   * 123.456 at -2 is 100 (`facts/rating.md §4`).
   */
  round(digits: number, mode: RoundingMode = 'half_up'): Decimal {
    if (digits >= this.scale) return this;
    const rounded = divideRounded(this.coefficient, powerOfTen(this.scale - digits), mode);
    return digits >= 0
      ? new Decimal(rounded, digits)
      : new Decimal(rounded * powerOfTen(-digits), 0);
  }

  /** Negative, zero or positive as this number is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const left = this.coefficientAt(scale);
    const right = other.coefficientAt(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.coefficient === 0n;
  }

  isNegative(): boolean {
    return this.coefficient < 0n;
  }

  isPositive(): boolean {
    return this.coefficient > 0n;
  }

  isInteger(): boolean {
    return this.scale === 0 || this.coefficient % powerOfTen(this.scale) === 0n;
  }

  /**
   * The integer `this x 10^scale`.
   * @throws BillingError `invalid_input` when digits would be lost.
   */
  toScaled(scale: number): bigint {
    if (scale >= this.scale) return this.coefficientAt(scale);
    const divisor = powerOfTen(this.scale - scale);
    if (this.coefficient % divisor !== 0n) {
      throw new BillingError('invalid_input', {
        message: `${this.toString()} has more than ${scale} digits behind the point.`,
      });
    }
    return this.coefficient / divisor;
  }

  /** Shortest exact text: no trailing zeros, no exponent, never `-0`. */
  toString(): string {
    if (this.scale === 0) return this.coefficient.toString();
    const text = this.toFixed(this.scale);
    let end = text.length;
    while (text[end - 1] === '0') end--;
    if (text[end - 1] === '.') end--;
    return text.slice(0, end);
  }

  /**
   * Text with exactly `digits` behind the point, padded with zeros.
   * @throws BillingError `invalid_input` when digits would be lost; round first.
   */
  toFixed(digits: number): string {
    const scaled = this.toScaled(digits);
    if (digits === 0) return scaled.toString();
    const sign = scaled < 0n ? '-' : '';
    const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
    return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
  }

  /** JSON carries decimals as strings: a JSON number would be a float on the other side. */
  toJSON(): string {
    return this.toString();
  }

  /** The coefficient this number would have with more digits behind the point. */
  private coefficientAt(scale: number): bigint {
    return scale === this.scale
      ? this.coefficient
      : this.coefficient * powerOfTen(scale - this.scale);
  }
}
