import { Decimal, systemClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pricedDimension } from '../dimensions/priced-dimension.ts';
import type { TierRecord } from '../records/dimension.ts';
import { PaigoState } from '../state.ts';
import { billedDimension, billRecords } from './billed-dimension.ts';
import { recordUsage } from './record-usage.ts';
import { dimensionWith, recordOf } from './usage-records.fixture.ts';

const hours = (count: number, value: string) =>
  Array.from({ length: count }, (_, hour) =>
    recordOf(value, new Date(Date.UTC(2026, 2, 1, hour, 30)).toISOString()),
  );

const lines = (bill: ReturnType<typeof billRecords>) =>
  bill.lines.map(({ increments, unitCost, amount }) =>
    [increments, unitCost, amount].map((each) => each.toString()),
  );

const tiers: TierRecord[] = [
  { upperBound: '1000', tierPosition: '1', unitPrice: '1' },
  { upperBound: 'inf', tierPosition: '2', unitPrice: '0.50' },
];

describe('billRecords', () => {
  it('bills 47 minutes of an hour as one increment of 60 (facts/paigo.md §4)', () => {
    const dimension = dimensionWith({
      usageIncrement: '60',
      rounding: 'ceiling',
      aggregationInterval: 'hour',
      consumptionPrice: '0.096',
    });
    const records = [
      recordOf('20', '2026-03-01T10:05:00.000Z'),
      recordOf('27', '2026-03-01T10:59:59.999Z'),
    ];
    expect(lines(billRecords('subset', dimension, records))).toEqual([['1', '0.096', '0.096']]);
  });

  it('rounds in each interval: 24 quiet hours are 24 blocks of 1,000, and one in a month (§4)', () => {
    const hourly = dimensionWith({
      usageIncrement: '1000',
      rounding: 'ceiling',
      aggregationInterval: 'hour',
      consumptionPrice: '0.5',
    });
    expect(lines(billRecords('subset', hourly, hours(24, '3')))).toEqual([['24', '0.5', '12']]);
    const monthly = dimensionWith({ ...hourly, aggregationInterval: 'month' });
    expect(lines(billRecords('subset', monthly, hours(24, '3')))).toEqual([['1', '0.5', '0.5']]);
  });

  it('bills the largest record of each hour where nothing else was said: the defaults of a gauge', () => {
    const gauge = dimensionWith({
      aggregationMethod: 'max',
      aggregationInterval: 'hour',
      consumptionPrice: '0.23',
    });
    const records = [...hours(2, '4'), ...hours(2, '1')];
    expect(lines(billRecords('subset', gauge, records))).toEqual([['8', '0.23', '1.84']]);
  });

  it('bills each record by itself where nothing is aggregated', () => {
    const single = dimensionWith({
      aggregationInterval: 'none',
      rounding: 'ceiling',
      consumptionPrice: '1',
    });
    expect(lines(billRecords('subset', single, [recordOf('0.1'), recordOf('0.1')]))).toEqual([
      ['2', '1', '2'],
    ]);
  });

  it('bills 400,000 seats in increments of 1,000 as a quantity of 400 (§4 "Line items")', () => {
    const seats = dimensionWith({
      usageIncrement: '1000',
      aggregationMethod: 'last',
      consumptionPrice: '2',
    });
    expect(lines(billRecords('subset', seats, [recordOf('400000')]))).toEqual([
      ['400', '2', '800'],
    ]);
  });

  it('bills only what is beyond the entitlement', () => {
    const dimension = dimensionWith({ consumptionPrice: '0.01', usageEntitlement: '100' });
    const bill = (fields: object, used: string) =>
      billRecords('subset', { ...dimension, ...fields }, [recordOf(used)]).amount.toString();
    expect(bill({}, '100')).toBe('0');
    expect(bill({}, '130')).toBe('0.3');
    expect(bill({ overageAllowed: 'true' }, '130')).toBe('0.3');
    expect(bill({ overageAllowed: 'false' }, '130')).toBe('0');
    expect(bill({ usageEntitlement: 'inf' }, '130')).toBe('0');
    expect(bill({ usageEntitlement: '0' }, '130')).toBe('1.3');
    expect(bill({ usageEntitlement: undefined }, '130')).toBe('1.3');
  });

  it('takes the entitlement in units, not in increments', () => {
    const packages = dimensionWith({
      usageIncrement: '1000',
      rounding: 'ceiling',
      consumptionPrice: '5',
      usageEntitlement: '2000',
    });
    expect(lines(billRecords('subset', packages, [recordOf('3001')]))).toEqual([['2', '5', '10']]);
  });

  it('keeps a line without quantity where a flat price bills nothing', () => {
    const dimension = dimensionWith({ consumptionPrice: '3' });
    expect(lines(billRecords('subset', dimension, []))).toEqual([['0', '3', '0']]);
  });

  it('never bills a sum that corrections took below zero', () => {
    const dimension = dimensionWith({ consumptionPrice: '3' });
    expect(billRecords('subset', dimension, [recordOf('-4')]).amount.toString()).toBe('0');
  });

  it('bills each band at its own price: $1 for the first 1,000 calls and $0.50 after (§4 "Tiers")', () => {
    const bill = (used: string) =>
      lines(billRecords('subset', dimensionWith({ tiers }), [recordOf(used)]));
    expect(bill('0')).toEqual([]);
    expect(bill('1000')).toEqual([['1000', '1', '1000']]);
    expect(bill('1001')).toEqual([
      ['1000', '1', '1000'],
      ['1', '0.5', '0.5'],
    ]);
  });

  it('prices tiers by the increment, and takes their order from their positions', () => {
    const dimension = dimensionWith({
      usageIncrement: '100',
      tiers: [
        { upperBound: 'inf', tierPosition: '2', unitPrice: '1', tierName: 'More' },
        { upperBound: '300', tierPosition: '1' },
      ],
    });
    const { lines: billed, increments } = billRecords('subset', dimension, [recordOf('500')]);
    expect(increments.toString()).toBe('5');
    expect(billed.map(({ increments: each }) => each.toString())).toEqual(['3', '2']);
    expect(billed.map(({ amount }) => amount.toString())).toEqual(['0', '2']);
    expect(billed.map(({ tierName }) => tierName)).toEqual([undefined, 'More']);
  });

  it('prices an empty list of tiers as a flat price', () => {
    const dimension = dimensionWith({ tiers: [], consumptionPrice: '2' });
    expect(billRecords('subset', dimension, [recordOf('3')]).amount.toString()).toBe('6');
  });

  it('loses nothing between the bands', () => {
    const bound = fc.integer({ min: 1, max: 10 ** 9 });
    const bounds = fc.uniqueArray(bound, { minLength: 0, maxLength: 6 });
    fc.assert(
      fc.property(bounds, fc.nat(2 * 10 ** 9), (unsorted, used) => {
        const rising = [...unsorted].sort((a, b) => a - b).map(String);
        const all = [...rising, 'inf'].map((upperBound, index) => ({
          upperBound,
          tierPosition: `${index + 1}`,
          unitPrice: '0.07',
        }));
        const bill = billRecords('subset', dimensionWith({ tiers: all }), [recordOf(`${used}`)]);
        expect(bill.increments.toString()).toBe(`${used}`);
        expect(bill.amount.equals(Decimal.parse('0.07').times(bill.increments))).toBe(true);
      }),
    );
  });

  it('prices records by the group that their metadata is in, whole or in part', () => {
    const price = (unitPrice: string): TierRecord[] => [
      { upperBound: 'inf', tierPosition: '1', unitPrice },
    ];
    const dimension = dimensionWith({
      tiersGroupByMetadata: [
        { metadataGroups: { region: 'eu' }, tiers: price('2') },
        { metadataGroups: { region: 'us' }, tiers: price('3') },
      ],
    });
    const at = '2026-03-01T00:00:00.000Z';
    const records = [
      recordOf('10', at, { region: 'eu' }),
      recordOf('1', at, { region: 'us' }),
      recordOf('100', at, { region: 'eu', 'billport.event': 'e1' }),
      recordOf('1000', at, { region: 'cn' }),
      recordOf('1000', at),
    ];
    const bill = (match: 'subset' | 'exact') => billRecords(match, dimension, records);
    expect(lines(bill('subset'))).toEqual([
      ['110', '2', '220'],
      ['1', '3', '3'],
    ]);
    expect(lines(bill('exact'))).toEqual([
      ['10', '2', '20'],
      ['1', '3', '3'],
    ]);
    expect(bill('exact').lines[0]?.metadataGroup).toEqual({ region: 'eu' });
  });
});

describe('billedDimension', () => {
  const begin = () => new PaigoState({ clock: systemClock, switches: { reads: 'delayed' } });
  const dimension = dimensionWith({ consumptionPrice: '1' });
  const amount = (state: PaigoState, from: string, to: string) =>
    billedDimension(state, 'acme', dimension, from, to).amount.toString();

  it('takes records from the beginning of the time up to its end, told to readers or not', () => {
    const state = begin();
    for (const [value, moment] of [
      ['1', '2026-02-28T23:59:59.999Z'],
      ['10', '2026-03-01T00:00:00.000Z'],
      ['100', '2026-03-31T23:59:59.999Z'],
      ['1000', '2026-04-01T00:00:00.000Z'],
    ] as const) {
      recordUsage(state, recordOf(value, moment));
    }
    expect(amount(state, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toBe('110');
    state.close();
  });

  it('counts records at the same moment each, or the first of them', () => {
    const state = begin();
    recordUsage(state, recordOf('1'));
    recordUsage(state, recordOf('10'));
    recordUsage(state, { ...recordOf('100'), dimensionId: 'another' });
    recordUsage(state, recordOf('1000', '2026-03-01T00:00:00.001Z'));
    const march = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'] as const;
    expect(amount(state, ...march)).toBe('1011');
    state.change({ sameMoment: 'collapsed' });
    expect(amount(state, ...march)).toBe('1001');
    state.close();
  });
});

describe('pricedDimension', () => {
  const own = dimensionWith({ consumptionPrice: '3' });
  const price = (dimensionId: string, consumptionPrice: string) => ({
    dimensionId,
    consumptionPrice,
  });

  it('takes the price of the enrolment before that of the offering before its own', () => {
    const priceOf = (...overrides: Parameters<typeof pricedDimension>[1]) =>
      pricedDimension(own, overrides).consumptionPrice;
    expect(priceOf([price('dimension', '1')], [price('dimension', '2')])).toBe('1');
    expect(priceOf(undefined, [price('dimension', '2')])).toBe('2');
    expect(priceOf([price('another', '1')], undefined)).toBe('3');
  });
});
