import { BillingError } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { ChargeModelRule } from './rated.ts';

/** The amount that the custom aggregation asks for (`facts/rating.md §5`). */
export function custom(): ChargeModelRule {
  return {
    amount: ({ customAmount }) => {
      if (customAmount === undefined) {
        throw new BillingError('invalid_input', {
          message:
            'usage.customAmount is missing: a custom charge needs a metric with the custom aggregation.',
        });
      }
      return Fraction.of(customAmount);
    },
  };
}
