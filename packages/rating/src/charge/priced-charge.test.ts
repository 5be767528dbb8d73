import type { Charge } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { pricedCharge } from './priced-charge.ts';

const charge: Charge = {
  metric: 'seats',
  model: 'standard',
  timing: 'arrears',
  prorated: true,
  pricing: { unitAmount: '1' },
  filters: [{ match: { region: ['eu'] }, pricing: { unitAmount: '2' } }],
};

describe('pricedCharge', () => {
  it('takes the charge’s own pricing without a filter', () => {
    expect(pricedCharge(charge, undefined)).toEqual({
      model: 'standard',
      pricing: { unitAmount: '1' },
      prorated: true,
    });
  });

  it('takes the pricing of a filter', () => {
    expect(pricedCharge(charge, 0).pricing).toEqual({ unitAmount: '2' });
  });

  it('refuses a filter that the charge does not have', () => {
    expect(() => pricedCharge(charge, 1)).toThrow('filter 1');
  });
});
