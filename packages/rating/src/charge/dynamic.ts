import { BillingError } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { ChargeModelRule } from './rated.ts';

/** The sum of the events' own prices; nothing where the units are zero (`facts/rating.md §5`). */
export function dynamic(): ChargeModelRule {
  return {
    amount: ({ units, preciseAmount }) => {
      if (units.isZero()) return Fraction.ZERO;
      if (preciseAmount === undefined) {
        throw new BillingError('invalid_input', {
          message:
            'usage.preciseAmount is missing: a dynamic charge needs the sum of its events’ prices.',
        });
      }
      return Fraction.of(preciseAmount);
    },
  };
}
