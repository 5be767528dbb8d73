import { BillingError, Decimal } from '@billport/core';
import { roundToMinor } from '../period/minor-units.ts';
import { type CreditedLine, type FeeTax, taxBase } from './invoice-fee.ts';
import { PERCENT } from './percent.ts';

/** Digits that the mean tax rate of an invoice keeps (`facts/rating.md §10`). */
const RATE_DIGITS = 5;

/** A fee with its tax. */
export interface TaxedLine extends CreditedLine {
  /** Rounded by itself, for the line; invoices do not add these up. Minor units. */
  readonly taxMinor: bigint;
  /** Unrounded, in minor units. */
  readonly taxPreciseMinor: Decimal;
  /** Sum of the rates, in percent. */
  readonly taxRate: Decimal;
}

/** One tax over the whole invoice. */
export interface AppliedTax {
  readonly code: string;
  /** In percent. */
  readonly rate: Decimal;
  /** What the tax is taken of, in minor units with 5 decimals. */
  readonly baseMinor: Decimal;
  /** Rounded by itself: these need not add up to the invoice's tax. Minor units. */
  readonly amountMinor: bigint;
}

/** Taxes of an invoice. */
export interface TaxResult {
  /** In the order of the fees. */
  readonly lines: readonly TaxedLine[];
  /** All unrounded fee taxes together, rounded once (`facts/rating.md §2`). Minor units. */
  readonly amountMinor: bigint;
  /** Mean of the rates, weighted by their bases; percent, 5 digits behind the point. */
  readonly rate: Decimal;
  /** In the order in which the fees first name them. */
  readonly applied: readonly AppliedTax[];
}

/**
 * Taxes what progressive credits and coupons leave of each fee (`facts/rating.md §10`).
 * @throws BillingError `invalid_input` when one code comes with two rates.
 */
export function applyTaxes(lines: readonly CreditedLine[]): TaxResult {
  const taxed = lines.map(taxedLine);
  const totals = totalByTax(lines);
  return {
    lines: taxed,
    amountMinor: roundToMinor(Decimal.sum(taxed.map((line) => line.taxPreciseMinor))),
    rate: meanRate(totals, lines),
    applied: totals.map(({ code, rate, baseMinor }) => ({
      code,
      rate,
      baseMinor,
      amountMinor: roundToMinor(baseMinor.times(rate).times(PERCENT)),
    })),
  };
}

/** The sum of rates in percent: taxes add, none compounds (`facts/rating.md §10`). */
export function totalRate(taxes: readonly FeeTax[]): Decimal {
  return Decimal.sum(taxes.map((tax) => tax.rate));
}

function taxedLine(line: CreditedLine): TaxedLine {
  const taxRate = totalRate(line.fee.taxes ?? []);
  const taxPreciseMinor = line.fee.taxPreciseMinor ?? taxBase(line).times(taxRate).times(PERCENT);
  return { ...line, taxRate, taxPreciseMinor, taxMinor: roundToMinor(taxPreciseMinor) };
}

interface TaxTotal {
  code: string;
  rate: Decimal;
  baseMinor: Decimal;
  lineCount: number;
}

function totalByTax(lines: readonly CreditedLine[]): TaxTotal[] {
  const totals = new Map<string, TaxTotal>();
  for (const line of lines) {
    if (line.fee.taxPreciseMinor !== undefined) continue;
    for (const { code, rate } of line.fee.taxes ?? []) {
      const total = totals.get(code) ?? { code, rate, baseMinor: Decimal.ZERO, lineCount: 0 };
      if (!total.rate.equals(rate)) {
        throw new BillingError('invalid_input', {
          message: `taxes: ${JSON.stringify(code)} has the rates ${total.rate} and ${rate}; give each rate a code of its own.`,
        });
      }
      total.baseMinor = total.baseMinor.plus(taxBase(line));
      total.lineCount += 1;
      totals.set(code, total);
    }
  }
  return [...totals.values()];
}

/** Weighted by amounts; by the number of fees when coupons left nothing to weigh by. */
function meanRate(totals: readonly TaxTotal[], lines: readonly CreditedLine[]): Decimal {
  if (totals.length === 0) return Decimal.ZERO;
  const baseMinor = Decimal.sum(lines.map(taxBase));
  const byAmount = baseMinor.isPositive();
  const weighted = totals.map(({ rate, baseMinor: base, lineCount }) =>
    rate.times(byAmount ? base : Decimal.fromInteger(lineCount)),
  );
  const whole = byAmount ? baseMinor : Decimal.fromInteger(lines.length);
  return Decimal.sum(weighted).dividedBy(whole, RATE_DIGITS);
}
