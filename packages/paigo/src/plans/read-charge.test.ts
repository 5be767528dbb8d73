import { describe, expect, it } from 'vitest';
import type { PaigoDimension } from '../wire/dimension.ts';
import { chargeDimension, chargedDimensions } from './charge-dimension.ts';
import { readCharge } from './read-charge.ts';

/** A dimension from the dashboard that says how it counts in a month. */
const foreign = (fields: Partial<PaigoDimension> = {}): PaigoDimension => ({
  dimensionId: 'dash',
  dimensionName: 'Memory',
  consumptionUnit: { type: 'time-based', unit: 'minute' },
  usageIncrement: '1',
  rounding: 'round',
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  consumptionPrice: '0.5',
  ...fields,
});

const words = (dimension: PaigoDimension) =>
  readCharge(dimension)
    .warnings.map(({ message }) => message)
    .join(' ');

describe('a dimension that others made', () => {
  it('is a standard charge for its own id', () => {
    expect(readCharge(foreign())).toEqual({
      charge: {
        model: 'standard',
        timing: 'arrears',
        metric: 'dash',
        name: 'Memory',
        pricing: { unitAmount: '0.5' },
      },
      warnings: [],
    });
  });

  it('point 10: has a price for an increment, which a unit costs a part of', () => {
    const { charge } = readCharge(foreign({ usageIncrement: '60', consumptionPrice: '0.096' }));
    expect(charge?.pricing).toEqual({ unitAmount: '0.0016' });
  });

  it('is a package where increments are rounded up', () => {
    const fields = { usageIncrement: 1000, rounding: 'ceiling', usageEntitlement: '2000' };
    const { charge } = readCharge(foreign({ ...fields, consumptionPrice: 5 }));
    expect(charge).toMatchObject({
      model: 'package',
      pricing: { amount: '5', size: '1000', freeUnits: '2000' },
    });
  });

  it('is graduated where it has tiers, in whatever order they come', () => {
    const tiers = [
      { upperBound: 'inf', tierPosition: '2' },
      { upperBound: 100, tierPosition: '1', unitPrice: 0.25, tierName: 'First' },
    ];
    const { charge } = readCharge(foreign({ consumptionPrice: null, tiers }));
    expect(charge).toMatchObject({
      model: 'graduated',
      pricing: {
        tiers: [
          { upTo: '100', unitAmount: '0.25' },
          { upTo: null, unitAmount: '0' },
        ],
      },
    });
  });

  it('is graduated where units are included in a price by the unit', () => {
    const { charge } = readCharge(foreign({ usageEntitlement: 100 }));
    expect(charge).toMatchObject({
      model: 'graduated',
      pricing: {
        tiers: [
          { upTo: '100', unitAmount: '0' },
          { upTo: null, unitAmount: '0.5' },
        ],
      },
    });
  });

  it('costs nothing where everything is included, or nothing more is allowed', () => {
    const all = readCharge(foreign({ usageEntitlement: 'inf' }));
    expect(all).toMatchObject({ charge: { pricing: { unitAmount: '0' } }, warnings: [] });
    const bounded = foreign({ usageEntitlement: 100, overageAllowed: 'false' });
    expect(readCharge(bounded).charge?.pricing).toEqual({ unitAmount: '0' });
    expect(words(bounded)).toContain('no more than 100 units');
  });

  it.each([
    ['a third of a price', { usageIncrement: '3', consumptionPrice: '1' }],
    [
      'prices by metadata',
      { consumptionPrice: null, tiersGroupByMetadata: [{ metadataGroups: { a: 'b' }, tiers: [] }] },
    ],
    ['tiers that end', { tiers: [{ upperBound: '5', tierPosition: '1', unitPrice: '1' }] }],
    ['a price that is none', { consumptionPrice: 'free' }],
    ['an increment of nothing', { usageIncrement: '0' }],
  ])('is left out with a warning, and not made up, for %s', (_, fields) => {
    const { charge, warnings } = readCharge(foreign(fields));
    expect(charge).toBeUndefined();
    expect(warnings).toMatchObject([{ code: 'partial', field: 'charges' }]);
    expect(warnings[0]?.message).toContain('dash');
  });

  it('point 9: says that it is rounded in each hour, which is what Paigo takes for absent', () => {
    expect(words(foreign({ aggregationInterval: null }))).toContain('in each hour');
  });

  it('point 12: says that it is billed up front', () => {
    expect(words(foreign({ paymentSchedule: 'upfront' }))).toContain('start of a month');
    expect(words(foreign({ paymentSchedule: 'arrear' }))).toBe('');
  });
});

describe('chargeDimension', () => {
  it('point 27: says where metadata of usage drives the price', () => {
    const tiersGroupByMetadata = [{ metadataGroups: { region: 'eu' }, tiers: [] }];
    const grouped = foreign({ consumptionPrice: null, tiersGroupByMetadata });
    expect(chargeDimension(grouped)).toMatchObject({
      isPricedByMetadata: true,
      price: undefined,
      charge: undefined,
    });
    expect(chargeDimension(foreign()).isPricedByMetadata).toBe(false);
  });

  it('takes the method that Paigo takes for absent', () => {
    expect(chargeDimension(foreign({ aggregationMethod: null })).aggregation).toBe('max');
    expect(chargeDimension(foreign({ aggregationMethod: 'min' })).aggregation).toBe('unknown');
  });
});

describe('chargedDimensions', () => {
  const own = (dimensionId: string, metadata: object) =>
    foreign({ dimensionId, metadata: { 'billport.plan': 'pro', ...metadata } });

  it('brings them in the order of the plan, without removed ones', () => {
    const dimensions = [
      foreign(),
      own('second', { 'billport.position': '10' }),
      own('gone', { 'billport.position': '0', 'billport.removed': 'true' }),
      own('first', { 'billport.position': '2' }),
    ];
    const offering = { offeringId: 'o', offeringName: 'O', dimensions };
    const ids = chargedDimensions(offering).map(({ dimensionId }) => dimensionId);
    expect(ids).toEqual(['first', 'second', 'dash']);
  });

  it('point 14: has the prices that count: of the enrolment, the offering, the dimension', () => {
    const dimensions = [foreign(), foreign({ dimensionId: 'b' }), foreign({ dimensionId: 'c' })];
    const price = (dimensionId: string, consumptionPrice: string) => ({
      dimensionId,
      consumptionPrice,
    });
    const offering = {
      offeringId: 'o',
      offeringName: 'O',
      dimensions,
      dimensionOverrides: [price('dash', '2'), price('b', '3')],
    };
    const priced = chargedDimensions(offering, [price('b', '4')]);
    expect(priced.map(({ consumptionPrice }) => consumptionPrice)).toEqual(['2', '4', '0.5']);
  });

  it('has none where Paigo sends none', () => {
    expect(chargedDimensions({ offeringId: 'o', offeringName: 'O', dimensions: null })).toEqual([]);
  });
});
