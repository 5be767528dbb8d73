import { z } from 'zod';
import { distinct, text } from '../requests/field-rules.ts';
import { PRICE, TIER_GROUPS, TIERS } from './tier-shape.ts';

/** A list of prices that take the place of dimensions' own; each dimension once. */
export const DIMENSION_OVERRIDES = distinct(
  z.strictObject({
    dimensionId: text,
    consumptionPrice: PRICE.optional(),
    tiers: TIERS.optional(),
    tiersGroupByMetadata: TIER_GROUPS.optional(),
  }),
  'dimensionId',
);
