import { Decimal } from '@billport/core';
import { z } from 'zod';
import { decimalText, isDecimalText, metadata, text } from '../requests/field-rules.ts';

const upperBound = z
  .custom<string>((value) => value === 'inf' || isDecimalText(value), {
    error: 'must be a number string or inf',
    abort: true,
  })
  .refine((value) => value === 'inf' || Decimal.parse(value).isPositive(), 'must be above 0');

const tierPosition = text.refine(
  (value) => /^[1-9]\d{0,5}$/.test(value),
  'must be a whole number string above 0',
);

const tier = z.strictObject({
  upperBound,
  tierPosition,
  unitPrice: decimalText({ least: '0' }).optional(),
  tierName: text.optional(),
});

/** A list of tiers; an empty one is none. */
export const TIERS = z.array(tier);

/** A list of prices by metadata. */
export const TIER_GROUPS = z.array(z.strictObject({ metadataGroups: metadata, tiers: TIERS }));

/** The price of one increment. */
export const PRICE = decimalText({ least: '0' });
