import currencyTable from 'currency-codes';
import { describe, expect, it } from 'vitest';
import { currencyCodes, currencyDigits, isCurrency } from './currency.ts';

const published = new Map(currencyTable.data.map(({ code, digits }) => [code, digits]));

/** Published without a minor unit: metals, funds of account, tests. Nothing can be billed in them. */
const WITHOUT_MINOR_UNIT = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

/** Newer than the table (Caribbean guilder, accounting dirham), or withdrawn before it was made. */
const NOT_IN_THE_TABLE = ['HRK', 'SLL', 'XAD', 'XCG', 'ZWL'];

describe('currencies', () => {
  it('have the digits that ISO 4217 gives them', () => {
    const compared = currencyCodes.filter((code) => published.has(code));
    expect(compared.length).toBeGreaterThan(160);
    for (const code of compared)
      expect([code, currencyDigits(code)]).toEqual([code, published.get(code)]);
  });

  it('are all of ISO 4217 that has a minor unit', () => {
    expect([...published.keys()].filter((code) => !isCurrency(code)).sort()).toEqual(
      WITHOUT_MINOR_UNIT,
    );
    expect(currencyCodes.filter((code) => !published.has(code))).toEqual(NOT_IN_THE_TABLE);
  });

  it('are listed once, in order', () => {
    expect(currencyCodes).toEqual([...new Set(currencyCodes)].sort());
    expect(Object.isFrozen(currencyCodes)).toBe(true);
  });

  it('are upper case', () => {
    expect(isCurrency('USD')).toBe(true);
    for (const text of ['usd', 'Usd', 'US', 'USDT', '', 'XAU', '__proto__']) {
      expect(isCurrency(text)).toBe(false);
      expect(() => currencyDigits(text)).toThrow(/three capital letters/);
    }
  });
});
