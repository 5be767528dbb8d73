import { contract } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { leastInput } from './least-input.ts';
import { sampleInputs } from './sample-inputs.ts';

describe('the least input', () => {
  it('has what the contract cannot do without, and nothing else', () => {
    const least = leastInput(contract.customers.upsert, sampleInputs['customers.upsert'], []);
    expect(least).toEqual({ customerKey: 'sample' });
  });

  it('keeps the fields that are asked for', () => {
    const sample = sampleInputs['customers.upsert'];
    expect(leastInput(contract.customers.upsert, sample, ['email', 'address.city'])).toEqual({
      customerKey: 'sample',
      email: 'sample@example.com',
      address: { city: 'Paris' },
    });
  });

  it('keeps one item of a list for a field that one of them gives', () => {
    const sample = sampleInputs['plans.create'];
    const least = leastInput(contract.plans.create, sample, ['charges.minimum']);
    expect(least).toEqual({
      code: 'sample',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '0.00', currency: 'USD' },
      charges: [
        {
          model: 'standard',
          timing: 'arrears',
          metric: 'sample',
          minimum: { amount: '1.00', currency: 'USD' },
          pricing: { unitAmount: '0.10' },
        },
      ],
    });
  });

  it('leaves the sample as it is', () => {
    const sample = structuredClone(sampleInputs['plans.update']);
    leastInput(contract.plans.update, sample, ['charges']);
    expect(sample).toEqual(sampleInputs['plans.update']);
  });
});
