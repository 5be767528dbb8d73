import { BillingError, Decimal, type RoundingMode } from '@billport/core';

/** Past this many bits a fraction is reduced, so that long sums stay small. */
const REDUCE_ABOVE = 1n << 256n;

const powersOfTen: bigint[] = [1n];

function powerOfTen(exponent: number): bigint {
  for (let next = powersOfTen.length; next <= exponent; next++) {
    powersOfTen.push((powersOfTen[next - 1] as bigint) * 10n);
  }
  return powersOfTen[exponent] as bigint;
}

function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  let a = first < 0n ? -first : first;
  let b = second;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * An exact quotient. Where a rule divides before it adds (prorations, tiers priced by a
 * coefficient), digits must not be cut on the way: `3 x 1/3` is 1. Only
 * {@link Fraction.toDecimal} rounds.
 */
export class Fraction {
  static readonly ZERO = new Fraction(0n, 1n);

  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  static of(value: Decimal): Fraction {
    return new Fraction(value.coefficient, powerOfTen(value.scale));
  }

  static ofInteger(value: bigint | number): Fraction {
    return new Fraction(BigInt(value), 1n);
  }

  plus(other: Fraction): Fraction {
    if (this.denominator === other.denominator) {
      return new Fraction(this.numerator + other.numerator, this.denominator);
    }
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    ).reducedIfLarge();
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated());
  }

  times(other: Fraction): Fraction {
    return new Fraction(
      this.numerator * other.numerator,
      this.denominator * other.denominator,
    ).reducedIfLarge();
  }

  /** @throws BillingError `invalid_input` when `divisor` is zero. */
  dividedBy(divisor: Fraction): Fraction {
    if (divisor.numerator === 0n) {
      throw new BillingError('invalid_input', { message: 'Division by zero.' });
    }
    const sign = divisor.numerator < 0n ? -1n : 1n;
    return new Fraction(
      sign * this.numerator * divisor.denominator,
      sign * this.denominator * divisor.numerator,
    ).reducedIfLarge();
  }

  negated(): Fraction {
    return new Fraction(-this.numerator, this.denominator);
  }

  /** Negative, zero or positive as this is less than, equal to or greater than `other`. */
  compare(other: Fraction): number {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Fraction): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  isNegative(): boolean {
    return this.numerator < 0n;
  }

  /** The value with `digits` behind the point; the only place where digits are lost. */
  toDecimal(digits: number, mode: RoundingMode = 'half_up'): Decimal {
    return Decimal.fromScaled(this.numerator, 0).dividedBy(
      Decimal.fromScaled(this.denominator, 0),
      digits,
      mode,
    );
  }

  private reducedIfLarge(): Fraction {
    if (this.denominator < REDUCE_ABOVE) return this;
    const divisor = greatestCommonDivisor(this.numerator, this.denominator);
    return new Fraction(this.numerator / divisor, this.denominator / divisor);
  }
}
