import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decimalText, distinct, filledText, instant, number } from './field-rules.ts';

describe('a decimal of a request', () => {
  it.each(['0', '-1.5', '0.10', '123456789012345678901234567890'])(
    'can be %s, and stays text',
    (text) => {
      expect(decimalText().parse(text)).toBe(text);
    },
  );

  it.each([1, '1e3', '', ' 1', '.5', '+1', 'NaN', null])('cannot be %j', (value) => {
    expect(decimalText({ least: '0' }).safeParse(value).success).toBe(false);
  });

  it('can be of 80 digits and no more', () => {
    expect(decimalText().safeParse('9'.repeat(80)).success).toBe(true);
    expect(decimalText().safeParse('9'.repeat(81)).success).toBe(false);
    expect(decimalText().safeParse(`0.${'1'.repeat(79)}`).success).toBe(false);
  });

  it.each([
    [{ least: '0' }, '0', true],
    [{ least: '0' }, '-0.01', false],
    [{ above: '0' }, '0.00', false],
    [{ above: '0' }, '0.01', true],
    [{ most: '100' }, '100.0', true],
    [{ most: '100' }, '100.0000000000000000000001', false],
  ])('within %j: %s is taken: %s', (bounds, text, isTaken) => {
    expect(decimalText(bounds).safeParse(text).success).toBe(isTaken);
  });
});

describe('a number of a request', () => {
  it.each([0, -2.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER])('can be %d', (value) => {
    expect(number.parse(value)).toBe(value);
  });

  it.each([1e80, -1e308, 1e-300, Number.NaN, Number.POSITIVE_INFINITY, '1'])(
    'cannot be %j',
    (value) => {
      expect(number.safeParse(value).success).toBe(false);
    },
  );
});

describe('a moment of a request', () => {
  it.each([
    ['2026-02-08T19:24:10Z', '2026-02-08T19:24:10.000Z'],
    ['2026-02-08T19:24:10.5+02:00', '2026-02-08T17:24:10.500Z'],
  ])('is read from %s', (text, moment) => {
    expect(instant.parse(text)).toBe(moment);
  });

  it.each(['2026-02-08', '2026-02-08 19:24:10Z', '2026-02-30T00:00:00Z', 'now', 5])(
    'is not read from %j',
    (value) => {
      expect(instant.safeParse(value).success).toBe(false);
    },
  );
});

describe('a list of a request', () => {
  const list = distinct(z.strictObject({ id: filledText }), 'id');

  it('has each thing once', () => {
    expect(list.safeParse([{ id: 'a' }, { id: 'b' }]).success).toBe(true);
    expect(list.safeParse([{ id: 'a' }, { id: 'a' }]).success).toBe(false);
  });
});
