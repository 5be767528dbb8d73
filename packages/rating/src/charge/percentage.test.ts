import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentageTerms } from './percentage-terms.ts';
import { percentageWalk, walkEvents, walkSingleUnits } from './percentage-walk.ts';
import type { PricingOf } from './priced-charge.ts';
import { rate } from './rate.ts';

type Pricing = PricingOf<'percentage'>;

function amountOf(pricing: Pricing, values: readonly string[]): string {
  const decimals = values.map((value) => Decimal.parse(value));
  const units = Decimal.sum(decimals);
  const perEvent = walkEvents(percentageTerms(pricing), decimals);
  const usage = { units, fullUnits: units, eventsCount: values.length, perEvent };
  return rate({ model: 'percentage', pricing }, usage).amount.toDecimal(30).toString();
}

describe('percentage without bounds', () => {
  it('frees three events or 500, as the worked example has it', () => {
    const pricing = { rate: '1.2', fixedAmount: '0.10', freeEvents: 3, freeUnits: '500' };
    expect(amountOf(pricing, ['200', '100', '100', '50'])).toBe('0.7');
  });

  it('does not free the event that brings the total exactly to the free units', () => {
    const pricing = { rate: '0', fixedAmount: '1', freeUnits: '10' };
    expect(amountOf(pricing, ['4', '6', '1'])).toBe('2');
    expect(amountOf(pricing, ['4', '5', '1'])).toBe('1');
  });

  it('frees the fixed amount of the free events where no event stays below the free units', () => {
    const pricing = { rate: '0', fixedAmount: '1', freeEvents: 2, freeUnits: '10' };
    expect(amountOf(pricing, ['10', '10', '10'])).toBe('1');
  });

  it('caps the units of the free events by the free units', () => {
    const pricing = { rate: '10', freeEvents: 2, freeUnits: '15' };
    expect(amountOf(pricing, ['10', '10', '10'])).toBe('1.5');
  });

  it('bills nothing where the units come to zero', () => {
    expect(amountOf({ rate: '5', fixedAmount: '1' }, ['5', '-5'])).toBe('0');
  });

  it('takes an allowance of zero for none', () => {
    expect(amountOf({ rate: '1', fixedAmount: '2', freeUnits: '0' }, ['100'])).toBe('3');
  });
});

describe('percentage with bounds', () => {
  const pricing = { rate: '2.99', minimumPerEvent: '1.75', maximumPerEvent: '12' };

  it('raises each event to the minimum and cuts it to the maximum', () => {
    expect(amountOf(pricing, ['10', '80', '10000'])).toBe('16.142');
  });

  it('uses the free units to their end even after the free events', () => {
    const both = { ...pricing, freeEvents: 3, freeUnits: '10000' };
    // 90 are left to bill: 90 x 2.99 % (facts/rating.md §5).
    expect(amountOf(both, ['10', '80', '10000'])).toBe('2.691');
  });

  it('bills the excess of the event that uses up the free units, and ends both allowances', () => {
    const both = { rate: '10', minimumPerEvent: '0', freeEvents: 5, freeUnits: '30' };
    expect(amountOf(both, ['10', '80', '10'])).toBe('7');
  });

  it('frees the free events where no units are free', () => {
    expect(amountOf({ ...pricing, freeEvents: 2 }, ['10', '80', '10000'])).toBe('12');
  });

  it('adds the fixed amount before it looks at the bounds', () => {
    const fixed = { rate: '1', fixedAmount: '1', minimumPerEvent: '1.75', maximumPerEvent: '12' };
    expect(amountOf(fixed, ['100', '1000', '10000'])).toBe('25');
  });
});

const amount = fc.bigInt({ min: 0n, max: 2000n }).map((value) => `${Decimal.fromScaled(value, 2)}`);
const anyPricing: fc.Arbitrary<Pricing> = fc.record(
  {
    rate: amount,
    fixedAmount: amount,
    freeEvents: fc.integer({ min: 1, max: 20 }),
    freeUnits: amount.filter((text) => text !== '0'),
    minimumPerEvent: amount,
    maximumPerEvent: amount,
  },
  { requiredKeys: ['rate'] },
);
const values = fc.array(
  fc.bigInt({ min: -500n, max: 5000n }).map((value) => Decimal.fromScaled(value, 2)),
  { maxLength: 30 },
);

const shown = ({ firstUnits, eventsBelow, billed }: ReturnType<typeof walkEvents>) => [
  `${firstUnits}`,
  eventsBelow,
  `${billed}`,
];

describe('percentage walks', () => {
  it('give the same for single units whether they are walked or not', () => {
    fc.assert(
      fc.property(anyPricing, fc.integer({ min: 0, max: 40 }), (pricing, count) => {
        const terms = percentageTerms(pricing);
        const walked = walkEvents(
          terms,
          Array.from({ length: count }, () => Decimal.ONE),
        );
        expect(shown(walkSingleUnits(terms, count))).toEqual(shown(walked));
      }),
    );
  });

  it('go on from where they were saved', () => {
    fc.assert(
      fc.property(anyPricing, values, (pricing, events) => {
        const terms = percentageTerms(pricing);
        let walk = percentageWalk(terms);
        for (const value of events) {
          walk = percentageWalk(terms, JSON.parse(JSON.stringify(walk.saved())));
          walk.add(value);
        }
        expect(shown(walk.totals())).toEqual(shown(walkEvents(terms, events)));
      }),
    );
  });
});
