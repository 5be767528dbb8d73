import { createHash } from 'node:crypto';
import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from './canonical-json.ts';
import { argumentsDigest, type ConsentSubject, changeDigest } from './change-digest.ts';
import { grantToAcme, subjectOf } from './consent-subject.fixture.ts';

/** The same value with the members of each object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
  return Object.fromEntries(entries.reverse());
}

describe('canonicalJson', () => {
  it('sorts names, leaves out what is undefined and writes exact numbers as text', () => {
    const value = { b: [1, undefined], a: { d: Decimal.parse('1.50'), c: 12n }, e: undefined };
    expect(canonicalJson(value)).toBe('{"a":{"c":"12","d":"1.5"},"b":[1,null]}');
  });

  it('is valid JSON of the same value, whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it.each([[() => 1], [Symbol('s')], [new Map()], [{ at: new Date(0) }]])(
    'refuses %s, which JSON has no word for',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  it('writes numbers beyond those of JSON as words that nothing else is written as', () => {
    const values = JSON.parse('[1e999, -1e999, "Infinity", "-Infinity", null]') as unknown[];
    const texts = [...values, Number.NaN].map(canonicalJson);
    expect(new Set(texts).size).toBe(texts.length);
    expect(canonicalJson({ a: values[0] })).toBe('{"a":Infinity}');
  });

  it('digests with SHA-256', () => {
    const expected = createHash('sha256').update('{"a":1,"b":2}').digest('hex');
    expect(digestOf({ b: 2, a: 1 })).toBe(expected);
    expect(argumentsDigest({ b: 2, a: 1 })).toBe(expected);
  });
});

describe('changeDigest', () => {
  it('is the same for the same change, also with names in another order', () => {
    const args = { credits: '50', customer: 'acme' };
    expect(changeDigest(subjectOf({ arguments: args }))).toBe(changeDigest(subjectOf()));
  });

  const others: Record<string, Partial<ConsentSubject>> = {
    principal: { principal: 'somebody' },
    provider: { provider: 'paigo' },
    environment: { environment: 'test' },
    tool: { tool: 'apply_coupon' },
    arguments: { arguments: { customer: 'acme', credits: '51' } },
    effect: { change: grantToAcme({ effect: 'Grant 51.00 USD.' }) },
    amount: { change: grantToAcme({ money: { amount: '50.01', currency: 'USD' } }) },
    currency: { change: grantToAcme({ money: { amount: '50.00', currency: 'EUR' } }) },
    'missing money': { change: grantToAcme({ money: undefined }) },
    basis: { change: grantToAcme({ basis: { balance: '16' } }) },
    target: { change: grantToAcme({ targets: ['customer:beta'] }) },
    operation: {
      change: grantToAcme({ calls: [{ operation: 'wallets.topUp' as never, input: {} }] }),
    },
    'input of a call': {
      change: grantToAcme({ calls: [{ operation: 'credits.add', input: { walletId: 'w2' } }] }),
    },
    'number of calls': { change: grantToAcme({ calls: [] }) },
  };

  it.each(Object.entries(others))('D3: is another one for another %s', (_, parts) => {
    expect(changeDigest(subjectOf(parts))).not.toBe(changeDigest(subjectOf()));
  });

  it('takes a call whose input is made of results by its operation', () => {
    const later = grantToAcme({ calls: [{ operation: 'credits.add', input: () => ({}) }] });
    const same = grantToAcme({ calls: [{ operation: 'credits.add', input: () => ({ a: 1 }) }] });
    expect(changeDigest(subjectOf({ change: later }))).toBe(
      changeDigest(subjectOf({ change: same })),
    );
  });
});
