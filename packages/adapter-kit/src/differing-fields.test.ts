import { describe, expect, it } from 'vitest';
import { differingFields } from './differing-fields.ts';

const charge = { metric: 'tokens', pricing: { unitAmount: '1', minimumPerEvent: '2' } };

describe('differingFields', () => {
  it.each([
    ['the same data', { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, []],
    ['decimals with other zeros', { price: { amount: '1.50' } }, { price: { amount: '1.5' } }, []],
    ['another value', { name: 'a', code: 'x' }, { name: 'b', code: 'x' }, ['name']],
    ['a field that is still there', {}, { description: 'old' }, ['description']],
    ['a field that is missing', { description: 'new' }, {}, ['description']],
    [
      'a key that was to go',
      { metadata: { a: '1' } },
      { metadata: { a: '1', b: '2' } },
      ['metadata'],
    ],
    ['one charge too few', { charges: [charge, charge] }, { charges: [charge] }, ['charges']],
    [
      'a part of the price of two charges',
      { charges: [charge, charge] },
      {
        charges: [
          { ...charge, pricing: { unitAmount: '1' } },
          { ...charge, pricing: { unitAmount: '1' } },
        ],
      },
      ['charges.pricing.minimumPerEvent'],
    ],
    [
      'a price of a filter',
      { charges: [{ filters: [{ match: { a: ['b'] }, pricing: { rate: '1' } }] }] },
      { charges: [{ filters: [{ match: { a: ['b'] }, pricing: { rate: '2' } }] }] },
      ['charges.filters.pricing.rate'],
    ],
  ])('finds in %s what differs', (_, asked, kept, fields) => {
    expect(differingFields(asked, kept)).toEqual(fields);
  });
});
