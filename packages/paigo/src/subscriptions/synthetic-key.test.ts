import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syntheticKey } from './synthetic-key.ts';

const keyOf = (customerId: string, plan: string) =>
  syntheticKey(
    { customerId },
    { offeringId: 'o', offeringName: 'O', metadata: { 'billport.plan': plan } },
  );

describe('syntheticKey', () => {
  it('is customer and plan as they are', () => {
    expect(keyOf('acme', 'pro')).toBe('acme:pro');
  });

  it('tells who is on which plan where names hold the sign between them', () => {
    expect(keyOf('a', 'b:c')).toBe('a:b%3Ac');
    expect(keyOf('a:b', 'c')).toBe('a%3Ab:c');
    expect(keyOf('a%3Ab', 'c')).toBe('a%253Ab:c');
  });

  it('is never longer than the keys of the contract', () => {
    const long = 'x'.repeat(255);
    expect(keyOf(long, 'pro')).toMatch(/^#[0-9a-f]{16}:pro$/);
    expect(keyOf('x'.repeat(200), 'pro')).toBe(`${'x'.repeat(200)}:pro`);
    expect(keyOf('%'.repeat(255), long)).toMatch(/^#[0-9a-f]{16}:#[0-9a-f]{16}$/);
  });

  it('is another for everybody else', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', ':', '%', '3', 'A', '#'),
      minLength: 1,
      maxLength: 12,
    });
    const pair = fc.tuple(part, part);
    const isOther = (one: [string, string], other: [string, string]) =>
      one.join('\n') === other.join('\n') || keyOf(...one) !== keyOf(...other);
    fc.assert(fc.property(pair, pair, isOther), {
      numRuns: 2000,
      examples: [
        [
          ['a', 'b:c'],
          ['a:b', 'c'],
        ],
      ],
    });
  });
});
