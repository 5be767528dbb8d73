import { describe, expect, it } from 'vitest';
import { exactNumber } from './exact-number.ts';

describe('exactNumber', () => {
  it.each([
    ['49.90', 49.9],
    ['0.00', 0],
    ['0.01', 0.01],
    ['123456789012.34', 123456789012.34],
    ['9007199254740993', undefined],
    ['12345678901234567.89', undefined],
    // JSON would write it with an exponent.
    ['1000000000000000000000.00', undefined],
  ])('of %s is %s', (text, number) => {
    expect(exactNumber(text)).toBe(number);
  });
});
