import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Money, PositiveMoney, UnsignedMoney } from './contract/scalars.ts';
import { currencyCodes } from './currency.ts';
import { minorUnits, moneyFromMinor, sumMoney } from './money.ts';

const currencies = fc.constantFrom(...currencyCodes);
const minors = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

describe('money', () => {
  // facts/rating.md §2: 100.50 KWD is 100500 minor units; the yen has none.
  it.each([
    [1250n, 'USD', '12.50'],
    [100n, 'JPY', '100'],
    [100500n, 'KWD', '100.500'],
    [-5n, 'USD', '-0.05'],
    [0n, 'USD', '0.00'],
    [1n, 'CLF', '0.0001'],
  ])('of %i minor units of %s is %s', (minor, currency, amount) => {
    expect(moneyFromMinor(minor, currency)).toEqual({ amount, currency });
    expect(minorUnits({ amount, currency })).toBe(minor);
  });

  it('goes to minor units and back, and keeps the contract', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const money = moneyFromMinor(minor, currency);
        expect(minorUnits(money)).toBe(minor);
        expect(Money.parse(money)).toEqual(money);
      }),
    );
  });

  it('refuses an amount with more digits than its currency', () => {
    expect(() => minorUnits({ amount: '0.005', currency: 'USD' })).toThrow(
      '0.005 USD is not an amount of USD: it has 2 digits behind the point.',
    );
    expect(() => minorUnits({ amount: '1.5', currency: 'JPY' })).toThrow(/0 digits/);
  });

  it('is summed exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(minors), currencies, (list, currency) => {
        const amounts = list.map((minor) => moneyFromMinor(minor, currency));
        const total = moneyFromMinor(
          list.reduce((sum, minor) => sum + minor, 0n),
          currency,
        );
        expect(sumMoney(amounts, currency)).toEqual(total);
        expect(sumMoney(amounts.toReversed(), currency)).toEqual(total);
      }),
    );
  });

  it('is zero of its currency when there is nothing to add', () => {
    expect(sumMoney([], 'KWD')).toEqual({ amount: '0.000', currency: 'KWD' });
  });

  it('is never added to another currency', () => {
    expect(() => sumMoney([{ amount: '1.00', currency: 'EUR' }], 'USD')).toThrow(
      'Cannot add EUR to USD: convert it first.',
    );
  });
});

describe('the schemas of money', () => {
  it('refuse a JSON number, and say why', () => {
    const checked = Money.safeParse({ amount: 12.5, currency: 'USD' });
    expect(checked.error?.issues[0]?.message).toMatch(/decimal strings.*JSON numbers are floats/);
  });

  it.each([
    ['12.5', 'USD', '"12.50"'],
    ['12', 'USD', '"12.00"'],
    ['1.00', 'JPY', '"1"'],
    ['1.5', 'KWD', '"1.500"'],
  ])('refuse %s %s, which has the wrong digits, and show %s', (amount, currency, shown) => {
    const checked = Money.safeParse({ amount, currency });
    expect(checked.error?.issues[0]).toMatchObject({ path: ['amount'] });
    expect(checked.error?.issues[0]?.message).toContain(shown);
  });

  it('tell amounts from zero up and above zero apart', () => {
    const amount = (text: string) => ({ amount: text, currency: 'USD' });
    expect(Money.safeParse(amount('-1.00')).success).toBe(true);
    expect(UnsignedMoney.safeParse(amount('-1.00')).success).toBe(false);
    expect(UnsignedMoney.safeParse(amount('0.00')).success).toBe(true);
    expect(PositiveMoney.safeParse(amount('0.00')).success).toBe(false);
    expect(PositiveMoney.safeParse(amount('0.01')).success).toBe(true);
  });
});
