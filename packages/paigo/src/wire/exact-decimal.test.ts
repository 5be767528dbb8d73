import { describe, expect, it } from 'vitest';
import { amountOf, exactDecimal, toldAmount } from './exact-decimal.ts';

const malformed = expect.objectContaining({
  code: 'malformed_response',
  message: expect.stringContaining('unitCost'),
});

/** What is there, and is no number that can be billed. */
const unreadable = ['3,00', '', ' ', 'Infinity', 'NaN', '0x10', '9'.repeat(41), '9'.repeat(500)];
const others = [1e300, Number.NaN, true, false, {}, [], ['1']];

describe('amountOf', () => {
  it.each([undefined, null])('takes %j for zero', (value) => {
    expect(amountOf(value, 'unitCost').toString()).toBe('0');
    expect(toldAmount(value, 'unitCost')).toBeUndefined();
  });

  it.each([
    ['3.00', '3'],
    [3, '3'],
    ['-0.5', '-0.5'],
    [1e-7, '0.0000001'],
    [1.4210854715202004e-14, '0.000000000000014210854715202004'],
  ])('reads %j exactly', (value, exact) => {
    expect(amountOf(value, 'unitCost').toString()).toBe(exact);
  });

  it.each([...unreadable, ...others].map((value) => [value]))(
    'does not take %j for nothing, and names the field',
    (value) => {
      expect(() => amountOf(value, 'unitCost')).toThrow(malformed);
      expect(() => toldAmount(value, 'unitCost')).toThrow(malformed);
      expect(exactDecimal(value)).toBeUndefined();
    },
  );
});
