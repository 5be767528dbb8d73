import { describe, expect, it } from 'vitest';
import { addressLines, periodText, takenOff, wordText } from './wording.ts';

describe('periodText', () => {
  it('names the first and the last day, in the zone of the customer', () => {
    const march = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
    expect(periodText(march)).toBe('2026-03-01 to 2026-03-31');
    // March in Paris, where the clock changes on the 29th.
    const paris = { from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z' };
    expect(periodText(paris, 'Europe/Paris')).toBe('2026-03-01 to 2026-03-31');
    expect(periodText(paris)).toBe('2026-02-28 to 2026-03-31');
    expect(periodText(undefined)).toBe('');
  });

  it('is one day when the period is empty', () => {
    const at = '2026-03-01T00:00:00.000Z';
    expect(periodText({ from: at, to: at })).toBe('2026-03-01 to 2026-03-01');
  });
});

describe('takenOff', () => {
  it('has a sign, unless it is nothing', () => {
    expect(takenOff({ amount: '12.50', currency: 'USD' })).toBe('-12.50 USD');
    expect(takenOff({ amount: '0.000', currency: 'KWD' })).toBe('0.000 KWD');
  });
});

describe('wordText', () => {
  it('makes a word of the vocabulary readable', () => {
    expect(wordText('progressive_billing')).toBe('Progressive billing');
  });
});

describe('addressLines', () => {
  it('has the legal name before the name, and no empty line', () => {
    expect(
      addressLines('acme', {
        customerKey: 'acme',
        name: 'Acme',
        legalName: 'Acme SA',
        address: { line1: '1 Rue', postalCode: '69001', city: 'Lyon', country: 'FR' },
        taxNumber: 'FR1',
        createdAt: '2026-03-01T00:00:00.000Z',
      }),
    ).toEqual(['Acme SA', '1 Rue', '69001 Lyon', 'FR', 'Tax number FR1']);
  });

  it('has the key of a customer who is gone', () => {
    expect(addressLines('acme', undefined)).toEqual(['acme']);
  });
});
