import type { Capabilities, Capability, Limits, Warning } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { gives, keptFields, refusedFields, silentFields, takenFields } from './kept-fields.ts';

const capability: Capability = {
  level: 'partial',
  note: 'no names, no minimums',
  without: ['name', 'charges.minimum'],
};

const provider = {
  capabilities: { 'plans.update': capability } as unknown as Capabilities,
  limits: {
    fields: { refused: ['plans.update.usageThresholds', 'plans.update.charges.filters'] },
  } as unknown as Limits,
};

describe('fields that a provider does not keep', () => {
  it.each([
    [{ name: 'x' }, 'name', true],
    [{ name: null }, 'name', false],
    [{}, 'name', false],
    [{ charges: [{ code: 'a' }, { minimum: {} }] }, 'charges.minimum', true],
    [{ charges: [{ code: 'a' }] }, 'charges.minimum', false],
    [undefined, 'name', false],
    [{ recurring: false }, 'recurring', false],
    [{ recurring: true }, 'recurring', true],
    [{ charges: [{ prorated: false }] }, 'charges.prorated', false],
    [{ charges: [{ filters: [] }, { filters: [{}] }] }, 'charges.filters', true],
    [{ charges: [{ filters: [] }] }, 'charges.filters', false],
    [{ usageThresholds: [] }, 'usageThresholds', false],
    [{ tiers: [{ flatAmount: '0.00' }] }, 'tiers.flatAmount', false],
    [{ tiers: [{ flatAmount: '0.01' }] }, 'tiers.flatAmount', true],
    [{ minimum: { amount: '0.00', currency: 'USD' } }, 'minimum', false],
    [{ minimum: { amount: '1.00', currency: 'USD' } }, 'minimum', true],
    [{ invoiceable: false }, 'invoiceable', true],
    [{ preciseAmount: '0' }, 'preciseAmount', true],
  ])('%o gives %s: %s', (input, field, expected) => {
    expect(gives(input, field)).toBe(expected);
  });

  it('are left out of what is compared', () => {
    const fields = { name: 'x', code: 'y', usageThresholds: [] };
    expect(keptFields(provider, 'plans.update', fields)).toEqual({ code: 'y' });
    expect(takenFields(provider, 'plans.update', fields)).toEqual({ name: 'x', code: 'y' });
    expect(keptFields(provider, 'plans.create', fields)).toEqual(fields);
  });

  it('are to be named by a warning when a call gives them', () => {
    const input = { name: 'x', charges: [{ minimum: {} }] };
    const warning: Warning = { code: 'not_applied', message: 'no names', field: 'name' };
    expect([...silentFields(capability, input, { warnings: [warning] })]).toEqual([
      'it keeps no charges.minimum, and does not say so (not_applied)',
    ]);
    expect([...silentFields(capability, { code: 'y' }, {})]).toEqual([]);
  });

  it('need no warning where the answer shows them after all', () => {
    const input = { name: 'x', charges: [{ minimum: {} }] };
    expect([...silentFields(capability, input, { name: 'x', charges: input.charges })]).toEqual([
      'it keeps no charges.minimum, and does not say so (not_applied)',
    ]);
    expect([...silentFields(capability, { name: 'x' }, { name: 'y' })]).toHaveLength(1);
  });
});

describe('fields that a provider refuses', () => {
  it.each([
    [{ usageThresholds: [{}] }, ['plans.update.usageThresholds']],
    [{ usageThresholds: null }, []],
    [{ charges: [{}, { filters: [{}] }] }, ['plans.update.charges.filters']],
    [{ charges: [{}] }, []],
  ])('of %o are %o', (input, expected) => {
    expect(refusedFields(provider, 'plans.update', input)).toEqual(expected);
    expect(refusedFields(provider, 'plans.create', input)).toEqual([]);
  });
});
