import { Decimal } from '@billport/core';
import { expect, test } from 'vitest';
import { type OneOffItem, oneOffInvoice } from './one-off.ts';

const item = (unitAmount: string, units: string, rate?: string): OneOffItem => ({
  id: 'item',
  unitAmountMinor: Decimal.parse(unitAmount),
  units: Decimal.parse(units),
  ...(rate === undefined ? {} : { taxes: [{ code: 'vat', rate: Decimal.parse(rate) }] }),
});

test('units may be fractional and the fee is rounded', () => {
  const invoice = oneOffInvoice([item('333', '1.5')], 'EUR');
  expect(invoice.feesMinor).toBe(500n);
});

test('taxes are added', () => {
  const invoice = oneOffInvoice([item('10000', '1', '30')], 'EUR');
  expect(invoice).toMatchObject({ taxesMinor: 3000n, totalMinor: 13_000n });
});

test('a line is never negative', () => {
  expect(oneOffInvoice([item('100', '-2')], 'EUR').totalMinor).toBe(0n);
});
