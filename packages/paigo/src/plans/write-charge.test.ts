import { type ArrearsCharge, Decimal, type UnitRounding } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricBody } from '../metrics/create-metric.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { dimensionPrice } from './dimension-price.ts';
import { readCharge } from './read-charge.ts';
import { chargeBody, chargeIssues, metricIssues, type PaigoCharge } from './write-charge.ts';

/** The dimension of a metric that adds up `amount`. */
const metricOf = (rounding?: UnitRounding): PaigoDimension => ({
  dimensionId: 'metric-id',
  ...metricBody({
    code: 'tokens',
    aggregation: 'sum',
    property: 'amount',
    ...(rounding && { rounding }),
  }),
});

const shared = { timing: 'arrears', metric: 'tokens' } as const;
const write = (charge: PaigoCharge, rounding?: UnitRounding) =>
  chargeBody({ charge, metric: metricOf(rounding), planCode: 'pro', position: 0 });

const standard = (unitAmount: string): PaigoCharge => ({
  ...shared,
  model: 'standard',
  pricing: { unitAmount },
});

const packages = (size: string, freeUnits?: string): PaigoCharge => ({
  ...shared,
  model: 'package',
  pricing: { amount: '5', size, ...(freeUnits !== undefined && { freeUnits }) },
});

const graduated = (...bounds: readonly string[]): PaigoCharge => ({
  ...shared,
  model: 'graduated',
  pricing: {
    tiers: [
      ...bounds.map((upTo, index) => ({ upTo, unitAmount: `0.${index + 1}` })),
      { upTo: null, unitAmount: '0' },
    ],
  },
});

describe('a charge as a dimension', () => {
  it('point 10: has the price of an increment, exactly, rounded once in a month', () => {
    const rounding = { mode: 'ceil', precision: 3 } as const;
    expect(write(standard('0.000000123456789'), rounding)).toMatchObject({
      usageIncrement: '0.001',
      rounding: 'ceiling',
      aggregationInterval: 'month',
      consumptionPrice: '0.000000000123456789',
    });
    expect(write(standard('0.07'), { mode: 'round', precision: -2 })).toMatchObject({
      usageIncrement: '100',
      consumptionPrice: '7',
    });
  });

  it('point 9: leaves none of the defaults of a gauge', () => {
    expect(write({ ...standard('1'), code: 'main', name: 'Main' })).toEqual({
      dimensionName: 'Main',
      consumptionUnit: { type: 'count', unit: 'count-based' },
      usageIncrement: '1',
      rounding: 'round',
      aggregationMethod: 'sum',
      aggregationInterval: 'month',
      consumptionPrice: '1',
      usageEntitlement: 0,
      overageAllowed: 'true',
      paymentSchedule: 'arrear',
      metadata: {
        'billport.plan': 'pro',
        'billport.charge': 'main',
        'billport.name': 'Main',
        'billport.metric': 'tokens',
        'billport.property': 'amount',
        'billport.aggregation': 'sum',
        'billport.model': 'standard',
        'billport.position': '0',
      },
    });
  });

  it('point 11: writes decimals as text, and the entitlement as a number', () => {
    const body = write(packages('0100', '200.0'));
    expect(body).toMatchObject({
      usageIncrement: '100',
      rounding: 'ceiling',
      consumptionPrice: '5',
      usageEntitlement: 200,
      overageAllowed: 'true',
    });
  });

  it('has tiers or a price, never both: Paigo takes one of them', () => {
    const body = write(graduated('10', '20'));
    expect(body).toMatchObject({
      tiers: [
        { upperBound: '10', tierPosition: '1', unitPrice: '0.1' },
        { upperBound: '20', tierPosition: '2', unitPrice: '0.2' },
        { upperBound: 'inf', tierPosition: '3', unitPrice: '0' },
      ],
    });
    for (const name of ['consumptionPrice', 'usageEntitlement', 'overageAllowed']) {
      expect(body).not.toHaveProperty(name);
    }
  });
});

describe('charges that Paigo cannot price', () => {
  const advance = { ...standard('1'), timing: 'advance' };
  const volume = { ...graduated('10'), model: 'volume' };

  it.each([
    [advance, ['timing']],
    [volume, ['model']],
    [packages('1000', '100'), ['pricing', 'freeUnits']],
    [packages('1', '9007199254740992'), ['pricing', 'freeUnits']],
  ])('are named by the field: %#', (charge, path) => {
    const issues = [...chargeIssues(charge as PaigoCharge)];
    expect(issues).toMatchObject([{ path }]);
  });

  it.each([
    [graduated('10', '15'), { mode: 'round', precision: -1 }, ['pricing', 'tiers', 1, 'upTo']],
    [graduated('10.5'), undefined, ['pricing', 'tiers', 0, 'upTo']],
    [packages('1000'), { mode: 'round', precision: 2 }, ['pricing', 'size']],
    [packages('1000'), { mode: 'floor' }, ['pricing', 'size']],
    [packages('15'), { mode: 'ceil', precision: -1 }, ['pricing', 'size']],
  ] as const)(
    'are named by the field where the metric is rounded: %#',
    (charge, rounding, path) => {
      expect([...metricIssues(charge, metricOf(rounding))]).toMatchObject([{ path }]);
    },
  );

  it.each([
    [packages('1000', '3000'), undefined],
    [packages('1000'), { mode: 'ceil', precision: 2 }],
    [packages('20'), { mode: 'ceil', precision: -1 }],
    [graduated('10.25'), { mode: 'round', precision: 2 }],
  ] as const)('are none of these: %#', (charge, rounding) => {
    const issues = [...chargeIssues(charge), ...metricIssues(charge, metricOf(rounding))];
    expect(issues).toEqual([]);
  });
});

const roundings: fc.Arbitrary<UnitRounding | undefined> = fc.option(
  fc.record({
    mode: fc.constantFrom('round', 'ceil', 'floor'),
    precision: fc.integer({ min: -15, max: 15 }),
  }),
  { nil: undefined },
);

/** A decimal without zeros at its end, as reads bring it. */
const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: 0, max: 25 }))
  .map(([digits, scale]) => Decimal.fromScaled(digits, scale).toString());

const sizes = fc.bigInt({ min: 1n, max: 10n ** 12n });

const prices = fc.oneof(
  amounts.map(standard),
  fc
    .tuple(amounts, sizes, fc.bigInt({ min: 1n, max: 9000n }), fc.boolean())
    .map(([amount, size, times, isFree]) => ({
      ...shared,
      model: 'package' as const,
      pricing: {
        amount,
        size: String(size),
        ...(isFree && { freeUnits: String(size * times) }),
      },
    })),
  fc
    .tuple(fc.uniqueArray(sizes, { maxLength: 5 }), fc.array(amounts, { minLength: 6 }))
    .map(([bounds, unitAmounts]) => {
      const rising = bounds.sort((one, other) => (one < other ? -1 : 1)).map(String);
      const upTos = [...rising, null];
      const tiers = upTos.map((upTo, index) => ({ upTo, unitAmount: unitAmounts[index] ?? '0' }));
      return { ...shared, model: 'graduated' as const, pricing: { tiers } };
    }),
) as fc.Arbitrary<PaigoCharge>;

const charges = fc
  .tuple(prices, fc.option(fc.constant('main')), fc.option(fc.constant('Main charge')))
  .map(([charge, code, name]) => ({ ...charge, ...(code && { code }), ...(name && { name }) }));

/** What Paigo bills for units of a month (`facts/paigo.md §4`), in fractions of the smallest digit. */
function billed(dimension: PaigoDimension, units: Decimal): Decimal {
  const price = dimensionPrice(dimension);
  if (price === undefined) throw new Error('the dimension has no price');
  const modes = { round: 'half_up', floor: 'floor', ceiling: 'ceil' } as const;
  const increments = units.dividedBy(price.increment, 0, modes[price.rounding]);
  const bandOf = (from: Decimal, upTo: Decimal | null, amount: Decimal) => {
    const end =
      upTo === null ? increments : Decimal.min(increments, upTo.dividedBy(price.increment, 0));
    return Decimal.max(end.minus(from), Decimal.ZERO).times(amount);
  };
  if (price.tiers.length === 0) {
    const free = (price.entitlement ?? Decimal.ZERO).dividedBy(price.increment, 0);
    return bandOf(free, null, price.price);
  }
  let from = Decimal.ZERO;
  let total = Decimal.ZERO;
  for (const { upTo, price: amount } of price.tiers) {
    total = total.plus(bandOf(from, upTo, amount));
    if (upTo !== null) from = upTo.dividedBy(price.increment, 0);
  }
  return total;
}

/** What the charge asks for rounded units (`facts/rating.md §5`). */
function asked({ model, pricing }: PaigoCharge, units: Decimal): Decimal {
  if (model === 'standard') return units.times(Decimal.parse(pricing.unitAmount));
  if (model === 'package') {
    const free = Decimal.parse(pricing.freeUnits ?? '0');
    const paid = Decimal.max(units.minus(free), Decimal.ZERO);
    return paid
      .dividedBy(Decimal.parse(pricing.size), 0, 'ceil')
      .times(Decimal.parse(pricing.amount));
  }
  let from = Decimal.ZERO;
  let total = Decimal.ZERO;
  for (const { upTo, unitAmount } of pricing.tiers) {
    const end = upTo === null ? units : Decimal.min(units, Decimal.parse(upTo));
    total = total.plus(Decimal.max(end.minus(from), Decimal.ZERO).times(Decimal.parse(unitAmount)));
    if (upTo !== null) from = Decimal.parse(upTo);
  }
  return total;
}

/** Units after the rounding of the metric (`facts/rating.md §4`); whole ones where it names none. */
function rounded(units: Decimal, charge: PaigoCharge, rounding: UnitRounding | undefined): Decimal {
  // Packages are rounded up anyway, and Paigo rounds once.
  if (rounding === undefined) return charge.model === 'package' ? units : units.round(0);
  const modes = { round: 'half_up', ceil: 'ceil', floor: 'floor' } as const;
  return units.round(rounding.precision ?? 0, modes[rounding.mode]);
}

const isTaken = (charge: PaigoCharge, rounding: UnitRounding | undefined) =>
  [...chargeIssues(charge), ...metricIssues(charge, metricOf(rounding))].length === 0;

describe('every charge that is taken', () => {
  it('is read back from its dimension as it was written', () => {
    fc.assert(
      fc.property(charges, roundings, (charge, rounding) => {
        fc.pre(isTaken(charge, rounding));
        const dimension: PaigoDimension = { ...write(charge, rounding), dimensionId: 'id' };
        const read = readCharge(dimension);
        expect(read).toEqual({ charge: charge satisfies ArrearsCharge, warnings: [] });
      }),
    );
  });

  it('costs at Paigo what it asks for, to the last digit', () => {
    const anyUnits = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, scale]) => Decimal.fromScaled(digits, scale));
    fc.assert(
      fc.property(charges, roundings, anyUnits, (charge, rounding, units) => {
        fc.pre(isTaken(charge, rounding));
        const dimension: PaigoDimension = { ...write(charge, rounding), dimensionId: 'id' };
        const expected = asked(charge, rounded(units, charge, rounding));
        expect(billed(dimension, units).toString()).toBe(expected.toString());
      }),
    );
  });
});
