import type { KnownFields } from './put-habit.ts';

/** What is known beforehand of the fields of each kind of thing (`facts/paigo.md §3.1`, §3.3, §3.4). */
export const KNOWN_FIELDS = {
  customer: {
    defaults: { currency: 'USD', taxExempt: 'none' },
    required: ['customerName', 'email', 'paymentChannel', 'paymentChannelOptions'],
  },
  dimension: {
    defaults: {
      aggregationMethod: 'max',
      aggregationInterval: 'hour',
      paymentSchedule: 'arrear',
      sampleType: 'gauge',
    },
    required: ['dimensionName', 'consumptionUnit', 'usageIncrement', 'rounding'],
  },
  offering: {
    defaults: {
      offeringType: 'usage-based',
      offeringVisibility: 'public',
      billingCycle: 'monthly',
    },
    required: ['offeringName'],
  },
} as const satisfies Readonly<Record<string, KnownFields>>;
