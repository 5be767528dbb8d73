import { describe, expect, it } from 'vitest';
import { keptAsItWas } from './kept-as-it-was.ts';

describe('keptAsItWas', () => {
  it('warns of each field by name', () => {
    expect(keptAsItWas(['price', 'charges.minimum'])).toMatchObject([
      { code: 'not_applied', field: 'price' },
      { code: 'not_applied', field: 'charges.minimum' },
    ]);
  });
});
