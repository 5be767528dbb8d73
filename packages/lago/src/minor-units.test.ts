import { currencyCodes, currencyDigits } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromCents, majorUnits, toCents } from './minor-units.ts';

const anyCents = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const anyCurrency = fc.constantFrom(...currencyCodes);

describe('trap 7: amounts', () => {
  it.each([
    ['1', 'JPY', 1],
    ['12.50', 'USD', 1250],
    ['-0.01', 'EUR', -1],
    ['1.234', 'KWD', 1234],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('%s %s are %d of the smallest unit', (amount, currency, cents) => {
    expect(toCents({ amount, currency }, 'amount')).toBe(cents);
    expect(fromCents(cents, currency, 'amount_cents')).toEqual({ amount, currency });
  });

  it('come back as they were, in any currency', () => {
    fc.assert(
      fc.property(anyCents, anyCurrency, (cents, currency) => {
        const money = fromCents(cents, currency, 'amount_cents');
        expect(toCents(money, 'amount')).toBe(cents === 0 ? 0 : cents);
        expect(fromCents(String(cents), currency, 'amount_cents')).toEqual(money);
      }),
    );
  });

  it.each(['90071992547409.92', '-90071992547409.92', '99999999999999999.00'])(
    '%s USD are refused: a JSON number is not exact there',
    (amount) => {
      const call = () => toCents({ amount, currency: 'USD' }, 'discount.amount');
      expect(call).toThrow(
        expect.objectContaining({
          code: 'invalid_input',
          issues: [expect.objectContaining({ path: ['discount', 'amount'] })],
        }),
      );
    },
  );

  it.each([
    0.5,
    2 ** 53,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '12.5',
    '1e3',
    '',
    'x',
    null,
    undefined,
    {},
    true,
  ])('%j of Lago is none', (cents) => {
    const call = () => fromCents(cents, 'USD', 'amount_cents');
    expect(call).toThrow(expect.objectContaining({ code: 'malformed_response' }));
  });

  it.each([
    ['5000.0', 'USD', '50.00'],
    ['-1', 'JPY', '-1'],
    ['123456789012345678901', 'USD', '1234567890123456789.01'],
  ])('%s of Lago as text are %s of %s', (cents, currency, amount) => {
    expect(fromCents(cents, currency, 'amount_cents').amount).toBe(amount);
  });

  it.each([
    ['0.5', 'USD', '0.005'],
    ['12450', 'USD', '124.5'],
    [3, 'JPY', '3'],
    ['1.5', 'KWD', '0.0015'],
  ])('%s of %s are %s in major units, however small', (cents, currency, amount) => {
    expect(majorUnits(cents, currency)).toBe(amount);
  });

  it('of any currency have its digits', () => {
    fc.assert(
      fc.property(anyCents, anyCurrency, (cents, currency) => {
        const [, digits = ''] = fromCents(cents, currency, 'x').amount.split('.');
        expect(digits).toHaveLength(currencyDigits(currency));
      }),
    );
  });
});
