import { BillingError, type Charge } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { changedCharges, checkRemovals } from './charge-changes.ts';

const charge = (metric: string, unitAmount: string, code?: string): Charge => ({
  model: 'standard',
  timing: 'arrears',
  metric,
  ...(code !== undefined && { code }),
  pricing: { unitAmount },
});

function refused(run: () => void): BillingError {
  try {
    run();
  } catch (error) {
    if (BillingError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('charges after a change', () => {
  it('replaces charges by code, adds others behind them, and leaves out those to remove', () => {
    const before = { charges: [charge('a', '1'), charge('b', '2', 'b2'), charge('c', '3')] };
    const change = { charges: [charge('b', '20', 'b2'), charge('d', '4')], removeCharges: ['a'] };
    const after = changedCharges(before, change);
    expect(after).toEqual([charge('b', '20', 'b2'), charge('c', '3'), charge('d', '4')]);
  });

  it('leaves a plan alone when the change says nothing of charges', () => {
    const before = { charges: [charge('a', '1')] };
    expect(changedCharges(before, {})).toEqual(before.charges);
  });

  it('refuses to remove a charge that is not there, and names those that are', () => {
    const error = refused(() => checkRemovals(['a', 'b'], { removeCharges: ['a', 'x'] }));
    expect(error).toMatchObject({
      code: 'not_found',
      details: { resource: 'charge', key: 'x' },
      issues: [{ path: ['removeCharges', 1] }],
    });
    expect(error.message).toContain('"a", "b"');
  });

  it('lets charges be removed that are there', () => {
    expect(() => checkRemovals(['a', 'b'], { removeCharges: ['b'] })).not.toThrow();
    expect(() => checkRemovals([], {})).not.toThrow();
  });
});
