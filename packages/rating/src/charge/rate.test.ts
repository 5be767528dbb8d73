import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';
import type { PricedCharge } from './priced-charge.ts';
import { pricerFor, rate } from './rate.ts';
import { roundAmount } from './round-amount.ts';

const usage = (units: string, more: Partial<Usage> = {}): Usage => ({
  units: Decimal.parse(units),
  fullUnits: Decimal.parse(units),
  eventsCount: 1,
  ...more,
});
const text = (amount: Fraction) => amount.toDecimal(30).toString();
const amountOf = (charge: PricedCharge, units: string, more?: Partial<Usage>) =>
  text(rate(charge, usage(units, more)).amount);

/** `0-10 @10 +2, 11-20 @5 +3, 21- @5 +3`. */
const tiers = [
  { upTo: '10', unitAmount: '10', flatAmount: '2' },
  { upTo: '20', unitAmount: '5', flatAmount: '3' },
  { upTo: null, unitAmount: '5', flatAmount: '3' },
];
const graduated: PricedCharge = { model: 'graduated', pricing: { tiers } };
const volume: PricedCharge = { model: 'volume', pricing: { tiers } };

describe('rate', () => {
  it('prices standard charges by the unit', () => {
    const rated = rate({ model: 'standard', pricing: { unitAmount: '5.12345' } }, usage('10'));
    expect(text(rated.amount)).toBe('51.2345');
    expect(text(rated.unitAmount)).toBe('5.12345');
  });

  it('puts part of a unit above a bound into the next tier', () => {
    expect(amountOf(graduated, '10.5')).toBe('107.5');
    expect(amountOf(volume, '10.5')).toBe('55.5');
  });

  it('does not reach the next flat amount exactly at the bound', () => {
    expect(amountOf(graduated, '10')).toBe('102');
    expect(amountOf(volume, '10')).toBe('102');
  });

  it('bills the first flat amount without usage', () => {
    expect(amountOf(graduated, '0')).toBe('2');
    expect(amountOf(volume, '0')).toBe('2');
  });

  it('bills nothing for negative units, not even a flat amount', () => {
    for (const charge of [graduated, volume]) {
      const rated = rate(charge, usage('-1'));
      expect(text(rated.amount)).toBe('0');
      expect(rated.units.toString()).toBe('0');
    }
  });

  it('shows no units where prorated ones are negative, whatever is held at the end', () => {
    const charge: PricedCharge = {
      model: 'standard',
      pricing: { unitAmount: '2' },
      prorated: true,
    };
    for (const held of ['-3', '4.5']) {
      const { fullUnits, amount } = rate(charge, usage('-1.5', { fullUnits: Decimal.parse(held) }));
      expect([fullUnits.toString(), text(amount)]).toEqual(['0', '0']);
    }
    const held = rate(charge, usage('1.5', { fullUnits: Decimal.parse('4.5') }));
    expect(held.fullUnits.toString()).toBe('4.5');
  });

  it('lists the tiers that were reached', () => {
    const { tiers: reached } = rate(graduated, usage('12'));
    expect(reached?.map((tier) => [tier.units.toString(), text(tier.amount)])).toEqual([
      ['10', '102'],
      ['2', '13'],
    ]);
  });

  it('takes percentages of the units in each tier', () => {
    const charge: PricedCharge = {
      model: 'graduated_percentage',
      pricing: {
        tiers: [
          { upTo: '100', rate: '5' },
          { upTo: null, rate: '2', flatAmount: '10' },
        ],
      },
    };
    expect(amountOf(charge, '150')).toBe('16');
  });

  it('takes the volume tier of the unprorated units and prices the prorated ones', () => {
    const charge: PricedCharge = {
      model: 'volume',
      pricing: {
        tiers: [
          { upTo: '200', unitAmount: '2' },
          { upTo: null, unitAmount: '0.5', flatAmount: '50' },
        ],
      },
      prorated: true,
    };
    const rated = rate(charge, usage('198.6', { fullUnits: Decimal.parse('300') }));
    expect(text(rated.amount)).toBe('149.3');
    expect(rated.unitAmount.toDecimal(6).toString()).toBe('0.497667');
  });

  it('bills whole packages and shows the price of a paid unit', () => {
    const charge: PricedCharge = {
      model: 'package',
      pricing: { amount: '100', size: '10', freeUnits: '10' },
    };
    const rated = rate(charge, usage('121'));
    expect(text(rated.amount)).toBe('1200');
    expect(rated.unitAmount.times(Fraction.ofInteger(111)).equals(rated.amount)).toBe(true);
    expect(amountOf(charge, '10')).toBe('0');
    expect(amountOf(charge, '10.01')).toBe('100');
  });

  it('adds up the events’ own prices for dynamic charges, and needs units for it', () => {
    const preciseAmount = Decimal.parse('3.45');
    expect(amountOf({ model: 'dynamic', pricing: {} }, '22', { preciseAmount })).toBe('3.45');
    expect(amountOf({ model: 'dynamic', pricing: {} }, '0', { preciseAmount })).toBe('0');
  });

  it('takes the amount of a custom aggregation as it is', () => {
    const charge: PricedCharge = { model: 'custom', pricing: {} };
    expect(amountOf(charge, '10', { customAmount: Decimal.parse('20') })).toBe('20');
    expect(amountOf(charge, '10', { customAmount: Decimal.parse('-1') })).toBe('0');
  });

  it.each([
    [{ model: 'dynamic', pricing: {} }, 'usage.preciseAmount'],
    [{ model: 'custom', pricing: {} }, 'usage.customAmount'],
    [{ model: 'graduated', pricing: { tiers }, prorated: true }, 'usage.proratedEvents'],
    [{ model: 'percentage', pricing: { rate: '1', freeEvents: 2 } }, 'usage.perEvent'],
  ] satisfies [PricedCharge, string][])('names what a usage lacks: %j', (charge, field) => {
    expect(() => rate(charge, usage('7'))).toThrow(field);
  });
});

describe('tiered charges', () => {
  const price = fc.bigInt({ min: 0n, max: 10n ** 8n }).map((value) => Decimal.fromScaled(value, 4));
  const width = fc.bigInt({ min: 1n, max: 10n ** 6n }).map((value) => Decimal.fromScaled(value, 2));
  const anyTiers = fc
    .tuple(fc.array(fc.tuple(width, price, price), { maxLength: 5 }), price, price)
    .map(([bounded, lastPrice, lastFlat]) => {
      let upper = Decimal.ZERO;
      return [
        ...bounded.map(([size, unit, flat]) => {
          upper = upper.plus(size);
          return {
            upTo: upper.toString(),
            unitAmount: unit.toString(),
            flatAmount: flat.toString(),
          };
        }),
        { upTo: null, unitAmount: lastPrice.toString(), flatAmount: lastFlat.toString() },
      ];
    });
  const quantity = fc
    .bigInt({ min: 0n, max: 10n ** 7n })
    .map((value) => Decimal.fromScaled(value, 2));

  it('cost what their tiers cost, and hold the units they are given', () => {
    fc.assert(
      fc.property(anyTiers, quantity, (pricing, units) => {
        const rated = rate({ model: 'graduated', pricing: { tiers: pricing } }, usage(`${units}`));
        const reached = rated.tiers ?? [];
        const total = reached.reduce((sum, tier) => sum.plus(tier.amount), Fraction.ZERO);
        expect(total.equals(rated.amount)).toBe(true);
        expect(Decimal.sum(reached.map((tier) => tier.units)).equals(units)).toBe(true);
      }),
    );
  });

  it('agree with pricing each hundredth of a unit in the tier that holds it', () => {
    const few = fc.bigInt({ min: 0n, max: 300n });
    fc.assert(
      fc.property(anyTiers, few, (pricing, hundredths) => {
        const step = Decimal.parse('0.01');
        let expected = Decimal.ZERO;
        let position = Decimal.ZERO;
        const reached = new Set([0]);
        for (let part = 0n; part < hundredths; part++) {
          position = position.plus(step);
          const index = pricing.findIndex(
            ({ upTo }) => upTo === null || position.compare(Decimal.parse(upTo)) <= 0,
          );
          reached.add(index);
          expected = expected.plus(step.times(Decimal.parse(pricing[index]?.unitAmount ?? '0')));
        }
        for (const index of reached) {
          expected = expected.plus(Decimal.parse(pricing[index]?.flatAmount ?? '0'));
        }
        const { amount } = rate(
          { model: 'graduated', pricing: { tiers: pricing } },
          usage(`${position}`),
        );
        expect(amount.equals(Fraction.of(expected))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('pricerFor', () => {
  it('gives the amount that rate gives', () => {
    const pricer = pricerFor(graduated);
    for (const units of ['-3', '0', '0.5', '20', '21', '1000']) {
      expect(pricer.amount(usage(units)).equals(pricer.rate(usage(units)).amount)).toBe(true);
    }
  });
});

describe('roundAmount', () => {
  it.each([
    ['0.174', 'USD', 17n],
    ['0.175', 'USD', 18n],
    ['-0.175', 'USD', -18n],
    ['100.5', 'JPY', 101n],
    ['100.50', 'KWD', 100500n],
    ['0.86415', 'KWD', 864n],
  ])('rounds %s %s half away from zero to %d', (amount, currency, minor) => {
    expect(roundAmount(Fraction.of(Decimal.parse(amount)), currency)).toBe(minor);
  });

  it('rounds a third once, from the exact value', () => {
    const amount = Fraction.ofInteger(1).dividedBy(Fraction.ofInteger(3));
    expect(roundAmount(amount, 'USD')).toBe(33n);
  });

  it('refuses a currency that does not exist', () => {
    expect(() => roundAmount(Fraction.ZERO, 'XYZ')).toThrow('ISO 4217');
  });
});
