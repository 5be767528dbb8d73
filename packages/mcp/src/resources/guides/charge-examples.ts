import type { Charge, ChargeModel } from '@billport/core';

/** A charge model in one sentence, and a charge that has it. */
export interface ChargeExample {
  readonly says: string;
  readonly charge: Charge;
}

/** One example of each charge model (`facts/rating.md §5`). */
export const CHARGE_EXAMPLES: Readonly<Record<ChargeModel, ChargeExample>> = {
  standard: {
    says: 'Each unit has one price.',
    charge: {
      metric: 'api_calls',
      timing: 'arrears',
      model: 'standard',
      pricing: { unitAmount: '0.05' },
    },
  },
  graduated: {
    says: 'Each tier prices the units that fall into it: here 100 free ones, then 0.05 each.',
    charge: {
      metric: 'api_calls',
      timing: 'arrears',
      model: 'graduated',
      pricing: {
        tiers: [
          { upTo: '100', unitAmount: '0' },
          { upTo: null, unitAmount: '0.05' },
        ],
      },
    },
  },
  volume: {
    says: 'The tier that holds the total prices all units.',
    charge: {
      metric: 'storage_gb',
      timing: 'arrears',
      model: 'volume',
      pricing: {
        tiers: [
          { upTo: '1000', unitAmount: '0.10' },
          { upTo: null, unitAmount: '0.08', flatAmount: '5' },
        ],
      },
    },
  },
  graduated_percentage: {
    says: 'Each tier takes its percentage of the units that fall into it.',
    charge: {
      metric: 'payment_volume',
      timing: 'arrears',
      model: 'graduated_percentage',
      pricing: {
        tiers: [
          { upTo: '10000', rate: '2.9' },
          { upTo: null, rate: '2.2' },
        ],
      },
    },
  },
  package: {
    says: 'Whole packages; a started one counts.',
    charge: {
      metric: 'emails',
      timing: 'arrears',
      model: 'package',
      pricing: { amount: '10', size: '1000', freeUnits: '100' },
    },
  },
  percentage: {
    says: 'A percentage of the units, and a fixed amount for each event.',
    charge: {
      metric: 'payment_volume',
      timing: 'arrears',
      model: 'percentage',
      pricing: { rate: '2.9', fixedAmount: '0.30' },
    },
  },
  dynamic: {
    says: 'The price comes with each event, as `preciseAmount`.',
    charge: { metric: 'compute', timing: 'arrears', model: 'dynamic', pricing: {} },
  },
  custom: {
    says: 'The price comes from the custom aggregation of the metric.',
    charge: { metric: 'compute', timing: 'arrears', model: 'custom', pricing: {} },
  },
};
