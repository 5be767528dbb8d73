import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  splitCreditNote,
  type TerminationCreditInput,
  terminationCredit,
} from './termination-credit.ts';

const at = (text: string) => Date.parse(text);

const october = (terminatedAt: string, rest: Partial<TerminationCreditInput> = {}) =>
  terminationCredit({
    priceMinor: 3100n,
    fee: { amountMinor: 3100n, creditsMinor: Decimal.ZERO, taxRate: Decimal.parse('20') },
    periodTo: at('2022-11-01T00:00:00Z'),
    periodDays: 31,
    terminatedAt: at(terminatedAt),
    timezone: 'UTC',
    ...rest,
  });

test('the days after the day of the termination are given back with their tax', () => {
  const credit = october('2022-10-15T10:00:00Z');
  expect(credit.unusedDays).toBe(16);
  expect(credit.amounts).toMatchObject({ subTotalMinor: 1600n, taxMinor: 320n, totalMinor: 1920n });
});

test('an upgrade gives back the day of the termination too', () => {
  expect(october('2022-10-15T10:00:00Z', { upgrade: true }).unusedDays).toBe(17);
});

test('the day of the termination is that of the time zone', () => {
  const credit = october('2022-10-15T03:00:00Z', {
    periodTo: at('2022-11-01T04:00:00Z'),
    timezone: 'America/New_York',
  });
  expect(credit.unusedDays).toBe(17);
});

test('nothing is left after the last day', () => {
  const credit = october('2022-10-31T23:00:00Z');
  expect(credit.unusedDays).toBe(0);
  expect(credit.amounts.totalMinor).toBe(0n);
});

test('not more is given back than was billed', () => {
  const fee = { amountMinor: 1000n, creditsMinor: Decimal.ZERO, taxRate: Decimal.parse('20') };
  expect(october('2022-10-01T10:00:00Z', { fee }).itemMinor.toString()).toBe('1000');
});

test('earlier notes are taken off', () => {
  const credit = october('2022-10-15T10:00:00Z', { creditedMinor: Decimal.parse('1000') });
  expect(credit.itemMinor.toString()).toBe('600');
  const exhausted = october('2022-10-15T10:00:00Z', { creditedMinor: Decimal.parse('3100') });
  expect(exhausted.itemMinor.toString()).toBe('0');
});

test('the share of a coupon is not given back', () => {
  const fee = {
    amountMinor: 3100n,
    creditsMinor: Decimal.parse('1550'),
    taxRate: Decimal.parse('20'),
  };
  expect(october('2022-10-15T10:00:00Z', { fee }).amounts).toMatchObject({
    couponsAdjustmentMinor: 800n,
    subTotalMinor: 800n,
    totalMinor: 960n,
  });
});

describe('in a trial', () => {
  const trial = (days: number) => ({ trial: { startedAt: at('2022-10-01T00:00:00Z'), days } });

  test('only days after the trial were paid', () => {
    // The trial ends on 21 October at 00:00, so 21 to 31 October were billed.
    expect(october('2022-10-10T10:00:00Z', trial(20)).unusedDays).toBe(11);
  });

  test('that reaches past the period nothing was paid', () => {
    expect(october('2022-10-10T10:00:00Z', trial(60)).unusedDays).toBe(0);
  });

  test('that is over the termination counts', () => {
    expect(october('2022-10-15T10:00:00Z', trial(5)).unusedDays).toBe(16);
  });
});

describe('splitting a note', () => {
  const limits = { refundableMinor: 30n, unpaidMinor: 20n };

  test('gives credit', () => {
    expect(splitCreditNote(100n, 'credit', limits)).toEqual({
      creditMinor: 100n,
      refundMinor: 0n,
      offsetMinor: 0n,
    });
  });

  test('refunds what was paid and credits the rest', () => {
    expect(splitCreditNote(100n, 'refund', limits)).toEqual({
      creditMinor: 70n,
      refundMinor: 30n,
      offsetMinor: 0n,
    });
  });

  test('offsets what is unpaid and credits the rest', () => {
    expect(splitCreditNote(100n, 'offset', limits)).toEqual({
      creditMinor: 80n,
      refundMinor: 0n,
      offsetMinor: 20n,
    });
  });

  test('never hands out more or less than the note', () => {
    const amount = fc.bigInt({ min: 0n, max: 1000n });
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom('credit' as const, 'refund' as const, 'offset' as const),
        amount,
        amount,
        (total, action, refundableMinor, unpaidMinor) => {
          const parts = splitCreditNote(total, action, { refundableMinor, unpaidMinor });
          expect(parts.creditMinor + parts.refundMinor + parts.offsetMinor).toBe(total);
          expect(parts.creditMinor >= 0n).toBe(true);
        },
      ),
    );
  });
});
