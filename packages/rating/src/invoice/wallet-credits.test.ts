import { BillingError, Decimal } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditsOfMoney, moneyOfCredits } from './wallet-credits.ts';

const rate = (text: string, currency = 'EUR') => ({ rate: Decimal.parse(text), currency });
const show = ({ credits, amountMinor }: ReturnType<typeof creditsOfMoney>) => [
  credits.toString(),
  amountMinor,
];

test('bought credits are cut to whole minor units', () => {
  const bought = moneyOfCredits(Decimal.parse('1034'), 'purchased', rate('0.001'));
  expect(show(bought)).toEqual(['1030', 103n]);
});

test('granted credits keep their number', () => {
  const granted = moneyOfCredits(Decimal.parse('1034'), 'granted', rate('0.001'));
  expect(show(granted)).toEqual(['1034', 103n]);
});

test.each([
  ['JPY', 1034n, '1034'],
  ['KWD', 1034000n, '1034'],
])('%s counts in its own minor unit', (currency, amountMinor, credits) => {
  const bought = moneyOfCredits(Decimal.parse('1034'), 'purchased', rate('1', currency));
  expect(show(bought)).toEqual([credits, amountMinor]);
});

test('money becomes credits', () => {
  expect(show(creditsOfMoney(103n, rate('0.001')))).toEqual(['1030', 103n]);
  expect(show(creditsOfMoney(100n, rate('3')))).toEqual(['0.333333333333333', 100n]);
});

test.each(['0', '-1'])('a rate of %s is refused', (text) => {
  expect(() => creditsOfMoney(1n, rate(text))).toThrow(BillingError);
  expect(() => creditsOfMoney(1n, rate(text))).toThrow(/rate: /);
});

test('bought credits are never worth more than was asked for or paid', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.bigInt({ min: 1n, max: 10n ** 7n }),
      fc.constantFrom('JPY', 'EUR', 'KWD'),
      (credits, unit, currency) => {
        const asked = Decimal.fromScaled(credits, 3);
        const bought = moneyOfCredits(asked, 'purchased', {
          rate: Decimal.fromScaled(unit, 4),
          currency,
        });
        expect(bought.credits.compare(asked)).toBeLessThanOrEqual(0);
        expect(bought.amountMinor >= 0n).toBe(true);
      },
    ),
  );
});
