import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens, exceedsTokens } from './estimate-tokens.ts';

const manyOf = (unit: fc.Arbitrary<string>) => fc.string({ unit, minLength: 400, maxLength: 2000 });

describe('estimateTokens', () => {
  it.each([
    [
      'random letters',
      manyOf(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')),
    ],
    ['hexadecimal digits', manyOf(fc.constantFrom(...'0123456789abcdef-'))],
    ['amounts', manyOf(fc.constantFrom(...'0123456789., \t\n'))],
    ['printable ASCII', manyOf(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }))],
    ['any characters', manyOf(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))],
  ])('T: is no less than what a tokenizer counts for %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(estimateTokens(text)).toBeGreaterThanOrEqual(countTokens(text));
      }),
      { numRuns: 50 },
    );
  });

  it('is at most three times as much for ordinary rows', () => {
    const rows = 'acme-eu\tAcme Corporation Limited\tbilling@acme.example\t1250.00 USD\n'.repeat(
      100,
    );
    expect(estimateTokens(rows)).toBeLessThan(3 * countTokens(rows));
  });
});

describe('exceedsTokens', () => {
  it('agrees with the estimate wherever the text has more bytes than tokens are allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 200 }), (text, most) => {
        const mayExceed = Buffer.byteLength(text) > most && estimateTokens(text) > most;
        expect(exceedsTokens(text, most)).toBe(mayExceed);
      }),
    );
  });
});
