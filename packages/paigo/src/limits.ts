import type { InputField, Limits } from '@billport/core';
import { refusedFields } from './refused-fields.ts';

/** The only currencies that Paigo bills in (`facts/paigo.md §3`). */
export const CURRENCIES = ['USD', 'EUR', 'CNY'] as const;

/** What Paigo can express (`facts/paigo.md §5`). */
export const limits: Limits = {
  aggregations: ['count', 'sum', 'max', 'latest'],
  chargeModels: ['standard', 'graduated', 'package'],
  intervals: ['monthly'],
  currencies: CURRENCIES,
  usage: {
    batchSize: 1,
    atomic: false,
    deduplication: 'id_and_timestamp',
    repeats: 'reported',
  },
  wholeUnits: true,
  fields: {
    required: ['customers.upsert.email', 'usage.listEvents.subscriptionKey'],
    refused: Object.keys(refusedFields) as InputField[],
  },
  idempotencyKeys: false,
  eventuallyConsistent: true,
};
