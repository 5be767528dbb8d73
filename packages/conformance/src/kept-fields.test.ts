import type { Capability, Warning } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { gives, keptFields, silentFields } from './kept-fields.ts';

const capability: Capability = {
  level: 'partial',
  note: 'no names, no minimums',
  without: ['name', 'charges.minimum'],
};

describe('fields that a provider does not keep', () => {
  it.each([
    [{ name: 'x' }, 'name', true],
    [{ name: null }, 'name', false],
    [{}, 'name', false],
    [{ charges: [{ code: 'a' }, { minimum: {} }] }, 'charges.minimum', true],
    [{ charges: [{ code: 'a' }] }, 'charges.minimum', false],
    [undefined, 'name', false],
  ])('%o gives %s: %s', (input, field, expected) => {
    expect(gives(input, field)).toBe(expected);
  });

  it('are left out of what is compared', () => {
    expect(keptFields(capability, { name: 'x', code: 'y' })).toEqual({ code: 'y' });
    expect(keptFields(undefined, { name: 'x' })).toEqual({ name: 'x' });
  });

  it('are to be named by a warning when a call gives them', () => {
    const input = { name: 'x', charges: [{ minimum: {} }] };
    const warning: Warning = { code: 'not_applied', message: 'no names', field: 'name' };
    expect([...silentFields(capability, input, [warning])]).toEqual([
      'it keeps no charges.minimum, and does not say so (not_applied)',
    ]);
    expect([...silentFields(capability, { code: 'y' }, [])]).toEqual([]);
  });
});
