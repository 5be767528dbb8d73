import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DimensionPrice } from '../plans/dimension-price.ts';
import { priceUsage } from './price-usage.ts';

const decimal = (text: string) => Decimal.parse(text);

const priceOf = (fields: Partial<DimensionPrice> = {}): DimensionPrice => ({
  increment: Decimal.ONE,
  rounding: 'round',
  price: Decimal.ONE,
  tiers: [],
  entitlement: Decimal.ZERO,
  isOverageBilled: true,
  ...fields,
});

const shown = (price: DimensionPrice, ...values: readonly string[]) => {
  const { units, amount } = priceUsage(price, values.map(decimal));
  return [units.toString(), amount.toString()];
};

const tiers = [
  { upTo: decimal('10'), price: decimal('1') },
  { upTo: null, price: decimal('0.5') },
];

describe('priceUsage', () => {
  it('point 10: takes the price for a whole increment (facts/paigo.md §4, the example of 47 minutes)', () => {
    const price = priceOf({
      increment: decimal('60'),
      rounding: 'ceiling',
      price: decimal('0.096'),
    });
    expect(shown(price, '47')).toEqual(['60', '0.096']);
  });

  it('point 10: rounds in each interval, not once (facts/paigo.md §4, 24 quiet hours)', () => {
    const price = priceOf({ increment: decimal('1000'), rounding: 'ceiling', price: decimal('2') });
    const hours = Array.from({ length: 24 }, () => '1');
    expect(shown(price, ...hours)).toEqual(['24000', '48']);
    expect(shown(price, '24')).toEqual(['1000', '2']);
  });

  it.each([
    ['round', '2.5', '3'],
    ['round', '2.4', '2'],
    ['floor', '2.9', '2'],
    ['ceiling', '2.1', '3'],
    ['round', '-2.5', '-3'],
  ] as const)('rounds by %s: %s units are %s', (rounding, value, units) => {
    expect(shown(priceOf({ rounding }), value)[0]).toBe(units);
  });

  it.each([
    ['no units', '0', '0'],
    ['units up to the bound', '10', '10'],
    ['units past it', '13', '11.5'],
  ])('prices each band on its own: %s', (_, value, amount) => {
    expect(shown(priceOf({ tiers }), value)[1]).toBe(amount);
  });

  it('prices nothing past the last bound, and reads bounds in units', () => {
    const bounded = [{ upTo: decimal('1000'), price: decimal('3') }];
    const price = priceOf({ tiers: bounded, increment: decimal('100') });
    expect(shown(price, '5000')[1]).toBe('30');
  });

  it.each([
    ['included units', priceOf({ entitlement: decimal('2000'), increment: decimal('1000') }), '1'],
    ['all units included', priceOf({ entitlement: null }), '0'],
    ['no overage', priceOf({ entitlement: decimal('1'), isOverageBilled: false }), '0'],
  ])('bills what is beyond: %s', (_, price, amount) => {
    expect(shown(price, '3000')[1]).toBe(amount);
  });

  it('never brings a negative price', () => {
    expect(shown(priceOf(), '50', '-120')).toEqual(['-70', '0']);
    expect(shown(priceOf({ tiers }), '-1')).toEqual(['-1', '0']);
  });

  it('prices tiers like one unit after the other', () => {
    const bands = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 9999 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((steps) => {
        let end = 0;
        return steps.map(([width, cents]) => {
          end += width;
          return { end, cents };
        });
      });
    fc.assert(
      fc.property(
        bands,
        fc.integer({ min: 1, max: 50 }),
        fc.nat({ max: 60 }),
        (all, size, count) => {
          const price = priceOf({
            increment: Decimal.fromInteger(size),
            tiers: all.map(({ end, cents }, index) => ({
              upTo: index === all.length - 1 ? null : Decimal.fromInteger(end * size),
              price: Decimal.fromScaled(BigInt(cents), 2),
            })),
          });
          let cents = 0;
          for (let unit = 1; unit <= count; unit++) {
            const band = all.slice(0, -1).find(({ end }) => unit <= end) ?? all.at(-1);
            cents += band?.cents ?? 0;
          }
          const { amount } = priceUsage(price, [Decimal.fromInteger(count * size)]);
          expect(amount.equals(Decimal.fromScaled(BigInt(cents), 2))).toBe(true);
        },
      ),
    );
  });
});
