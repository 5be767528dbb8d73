import { Decimal } from '@billport/core';
import { expect, test } from 'vitest';
import { applyCreditNotes } from './credit-note-application.ts';

const note = (id: string, balanceMinor: bigint, currency = 'EUR') => ({
  id,
  balanceMinor,
  currency,
});

const target = (...dues: string[]) => ({
  currency: 'EUR',
  dueMinor: Decimal.sum(dues.map(Decimal.parse)).round(0).toScaled(0),
  fees: dues.map((due) => ({
    type: 'charge' as const,
    metric: undefined,
    dueMinor: Decimal.parse(due),
  })),
});

test('the oldest note is used up first, the rest stays on the next', () => {
  const result = applyCreditNotes([note('old', 300n), note('new', 500n)], target('600'));
  expect(result.uses).toEqual([
    { id: 'old', amountMinor: 300n, balanceMinor: 0n },
    { id: 'new', amountMinor: 300n, balanceMinor: 200n },
  ]);
  expect(result.amountMinor).toBe(600n);
});

test('a note in another currency, of the invoice itself or without balance is passed over', () => {
  const notes = [
    note('usd', 100n, 'USD'),
    { ...note('own', 100n), invoiceId: 'i1' },
    note('empty', 0n),
  ];
  const result = applyCreditNotes(notes, { ...target('50'), invoiceId: 'i1' });
  expect(result.uses).toEqual([]);
});

test('a note of another invoice is used', () => {
  const notes = [{ ...note('other', 20n), invoiceId: 'i0' }];
  expect(applyCreditNotes(notes, { ...target('50'), invoiceId: 'i1' }).amountMinor).toBe(20n);
});

test('what a note pays is spread over the fees by what they cost', () => {
  const result = applyCreditNotes([note('n', 100n)], target('200', '100'));
  expect(result.fees.map(({ dueMinor }) => dueMinor.toString())).toEqual(['133.33333', '66.66667']);
});
