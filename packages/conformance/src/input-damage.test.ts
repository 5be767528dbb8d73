import { type OperationId, operations } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { damagedInputs } from './input-damage.ts';
import { sampleInputs } from './sample-inputs.ts';

function damages(id: OperationId) {
  const operation = operations.get(id);
  if (operation === undefined) throw new Error(`${id} is not in the contract`);
  return { operation, damaged: [...damagedInputs(operation, sampleInputs[id])] };
}

describe('sampleInputs', () => {
  it.each([...operations])('has an input that the contract takes for %s', (id, operation) => {
    expect(operation.input.safeParse(sampleInputs[id]).error).toBeUndefined();
  });
});

describe('damagedInputs', () => {
  it.each([...operations.keys()])('makes inputs that the contract refuses for %s', (id) => {
    const { operation, damaged } = damages(id);
    expect(damaged.length).toBeGreaterThan(0);
    for (const { input } of damaged) expect(operation.input.safeParse(input).success).toBe(false);
  });

  it('leaves the sample as it was', () => {
    const before = structuredClone(sampleInputs['plans.create']);
    damages('plans.create');
    expect(sampleInputs['plans.create']).toEqual(before);
  });

  it('damages every level of the input, and says where', () => {
    const all = damages('plans.create').damaged.map(({ damage }) => damage);
    expect(all).toContain('with the unknown .noSuchField');
    expect(all).toContain('with the unknown .charges[0].pricing.noSuchField');
    expect(all).toContain('without .interval');
    expect(all).toContain('without .charges[1].pricing.tiers[0].upTo');
    expect(all).toContain('with true as .price.amount');
  });

  it('leaves out what the contract takes after all', () => {
    const all = damages('customers.upsert').damaged.map(({ damage }) => damage);
    expect(all).not.toContain('without .name');
    expect(all).not.toContain('with "wrong type" as .name');
    expect(all).toContain('without .customerKey');
  });
});
