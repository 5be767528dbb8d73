import { Decimal } from '@billport/core';
import { z } from 'zod';
import { DIMENSION_OVERRIDES } from '../dimensions/override-shape.ts';
import {
  currency,
  decimalText,
  filledText,
  metadataChange,
  oneOf,
  text,
} from '../requests/field-rules.ts';
import type { PaigoSwitches } from '../switches.ts';

/** Share of the top-up amount at which an account is topped up when nobody says one. */
export const DEFAULT_TOP_UP_THRESHOLD = '0.2';

const isWhole = (value: string) => Decimal.parse(value).isInteger();

/** What the price may be sent as (`facts/paigo.md §6.10`); becomes text. */
const SUBSCRIPTION_PRICES = {
  number: z
    .number()
    .refine(
      (value) => Decimal.isDecimal(`${value}`) && value > 0,
      'must be a positive number conforming to the specified constraints',
    )
    .transform((value) => `${value}`),
  string: decimalText({ above: '0' }),
} as const;

const dimensionIds = z
  .array(text)
  .refine((ids) => new Set(ids).size === ids.length, 'must have no two that are the same');

const OPTIONAL = {
  dimensionIds: dimensionIds.optional(),
  offeringType: oneOf('usage-based', 'subscription').optional(),
  offeringVisibility: oneOf('public', 'private').optional(),
  billingCycle: oneOf('monthly', 'annualToDate', 'topUp').optional(),
  currency: currency.optional(),
  prepaidCredit: decimalText({ least: '0' }).optional(),
  minimumCharge: decimalText({ above: '0' }).nullable().optional(),
  topUpAmount: decimalText({ above: '0' }).optional(),
  topUpThreshold: decimalText({ least: '0', most: '1' }).optional(),
  freeTrialLength: decimalText({ above: '0' })
    .refine(isWhole, 'must be a whole number of days')
    .optional(),
  dimensionOverrides: DIMENSION_OVERRIDES.optional(),
  metadata: metadataChange.optional(),
};

const shapesFor = (price: keyof typeof SUBSCRIPTION_PRICES) => {
  const optional = { ...OPTIONAL, subscriptionPrice: SUBSCRIPTION_PRICES[price].optional() };
  return {
    /** What makes an offering (`facts/paigo.md §3.4`). */
    created: z.strictObject({ offeringName: filledText, ...optional }),
    /** What changes one. */
    changed: z.strictObject({ offeringName: filledText.optional(), ...optional }),
  };
};

/** Shapes of offerings, by the type that `subscriptionPrice` must have. */
export const OFFERING_SHAPES = {
  number: shapesFor('number'),
  string: shapesFor('string'),
} as const;

/** The fields of an offering that a request names. */
export type OfferingFields = z.output<(typeof OFFERING_SHAPES)['number']['changed']>;

/** What the fields are that nobody named. */
export const absentOfferingFields = ({ absentCycle }: Pick<PaigoSwitches, 'absentCycle'>) =>
  ({
    dimensionIds: [] as string[],
    offeringType: 'usage-based',
    offeringVisibility: 'public',
    billingCycle: absentCycle === 'monthly' ? 'monthly' : undefined,
    currency: undefined,
    subscriptionPrice: undefined,
    prepaidCredit: undefined,
    minimumCharge: undefined,
    topUpAmount: undefined,
    topUpThreshold: undefined,
    freeTrialLength: undefined,
    dimensionOverrides: undefined,
    metadata: undefined,
  }) as const;
