import { describe, expect, it } from 'vitest';
import { shortHash, shortInId } from './short-in-id.ts';

describe('shortHash', () => {
  // Published vectors of FNV-1a, 64 bits.
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of %j is %s', (text, hash) => {
    expect(shortHash(text)).toBe(hash);
  });
});

describe('shortInId', () => {
  it('leaves what there is room for as it is', () => {
    expect(shortInId('foobar', 6)).toBe('foobar');
  });

  it('shows the hash of what is longer', () => {
    expect(shortInId('foobar', 5)).toBe('#85944171f73967e8');
  });
});
