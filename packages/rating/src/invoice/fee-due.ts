import type { Decimal } from '@billport/core';
import { type FeeType, taxBase } from './invoice-fee.ts';
import type { TaxedLine } from './taxes.ts';

/** What is left to pay of one fee. */
export interface FeeDue {
  readonly type: FeeType;
  /** Code of the metric of a charge. */
  readonly metric: string | undefined;
  /** After coupons, with tax, less credit notes; minor units, unrounded. */
  readonly dueMinor: Decimal;
}

/** What a fee costs after coupons, with tax. */
export function feeDue(line: TaxedLine): FeeDue {
  return {
    type: line.fee.type,
    metric: line.fee.metric,
    dueMinor: taxBase(line).plus(line.taxPreciseMinor),
  };
}
