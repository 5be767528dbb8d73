import { Decimal } from '@billport/core';
import { z } from 'zod';
import {
  decimalText,
  filledText,
  flagText,
  metadataChange,
  oneOf,
  text,
} from '../requests/field-rules.ts';
import { PRICE, TIER_GROUPS, TIERS } from './tier-shape.ts';

const consumptionUnit = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('count'), unit: oneOf('count-based') }),
    z.strictObject({ type: z.literal('time'), unit: oneOf('second', 'minute', 'hour', 'day') }),
    z.strictObject({
      type: z.literal('data'),
      unit: oneOf('byte', 'kilobyte', 'megabyte', 'gigabyte', 'kibibyte', 'mebibyte', 'gibibyte'),
    }),
  ],
  { error: 'must be an object with a type of the following values: count, time, data' },
);

const isAmount = (value: unknown) =>
  value === 'inf' ||
  (['number', 'string'].includes(typeof value) &&
    Decimal.isDecimal(`${value}`) &&
    !Decimal.parse(`${value}`).isNegative());

/** A number, or what clients also send: a numeric text, or `inf` (`facts/paigo.md §3.0`). */
const usageEntitlement = z
  .custom<string | number>(isAmount, 'must be a number of 0 or more, or inf')
  .transform((value) => `${value}`);

const required = {
  dimensionName: filledText,
  consumptionUnit,
  usageIncrement: decimalText({ above: '0' }),
  rounding: oneOf('round', 'floor', 'ceiling'),
};

const optional = {
  aggregationMethod: oneOf('sum', 'max', 'min', 'count', 'average', 'last').optional(),
  aggregationInterval: oneOf('none', 'hour', 'day', 'month').optional(),
  consumptionPrice: PRICE.optional(),
  tiersGroupByMetadata: TIER_GROUPS.optional(),
  usageEntitlement: usageEntitlement.optional(),
  overageAllowed: flagText.optional(),
  paymentSchedule: oneOf('upfront', 'arrear').optional(),
  sampleType: oneOf('gauge', 'continious').optional(),
  measurementId: text.optional(),
  metadata: metadataChange.optional(),
};

/** What makes a dimension (`facts/paigo.md §3.3`). */
export const NEW_DIMENSION = z.strictObject({ ...required, ...optional, tiers: TIERS.optional() });

/** What changes one: all optional; null takes the tiers away. */
export const CHANGED_DIMENSION = z
  .strictObject(required)
  .partial()
  .extend({ ...optional, tiers: TIERS.nullable().optional() });

/** What the fields are that nobody named: the defaults of a gauge. */
export const ABSENT_DIMENSION_FIELDS = {
  aggregationMethod: 'max',
  aggregationInterval: 'hour',
  consumptionPrice: undefined,
  tiers: undefined,
  tiersGroupByMetadata: undefined,
  usageEntitlement: undefined,
  overageAllowed: undefined,
  paymentSchedule: 'arrear',
  sampleType: 'gauge',
  measurementId: undefined,
  metadata: undefined,
} as const;
