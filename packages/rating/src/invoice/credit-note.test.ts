import { BillingError, Decimal } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CreditNoteItem, creditableMinor, creditNoteAmounts } from './credit-note.ts';

const item = (
  amount: string,
  feeAmount: bigint,
  taxRate: string,
  credits = '0',
): CreditNoteItem => ({
  amountMinor: Decimal.parse(amount),
  fee: {
    amountMinor: feeAmount,
    creditsMinor: Decimal.parse(credits),
    taxRate: Decimal.parse(taxRate),
  },
});

test('an item gives back its part of the coupons', () => {
  // Two fees of 10 with 5 off each, tax 20 %: 10 and 5 are credited.
  const amounts = creditNoteAmounts([item('10', 10n, '20', '5'), item('5', 10n, '20', '5')]);
  expect(amounts).toMatchObject({
    couponsAdjustmentMinor: 8n,
    subTotalMinor: 8n,
    taxMinor: 2n,
    totalMinor: 10n,
  });
});

test('the total is the rounded sub-total plus the rounded tax', () => {
  // 19,333.33333 at 25 % is 24,166.67 in one piece.
  const amounts = creditNoteAmounts([item('19333.33333', 20_000n, '25')]);
  expect(amounts).toMatchObject({ subTotalMinor: 19_333n, taxMinor: 4833n, totalMinor: 24_166n });
});

test('the note that exhausts the invoice takes back the earlier rounding of the tax', () => {
  const first = creditNoteAmounts([item('6833', 6833n, '20')]);
  expect(first.totalMinor).toBe(8200n);
  expect(first.taxRoundingAdjustmentMinor.toString()).toBe('0.4');
  const last = creditNoteAmounts([item('6833', 6833n, '20')], first.taxRoundingAdjustmentMinor);
  expect(last.totalMinor).toBe(8199n);
});

test('items are cut to 5 decimals', () => {
  const amounts = creditNoteAmounts([item('0.999999', 1n, '100000')]);
  expect(amounts.taxPreciseMinor.toString()).toBe('999.99');
});

test('a fee of nothing gives nothing back', () => {
  expect(creditNoteAmounts([item('0', 0n, '20')])).toMatchObject({ totalMinor: 0n });
});

test.each(['10.00001', '-1'])('an item of %s on a fee of 10 is refused', (amount) => {
  const note = () => creditNoteAmounts([item(amount, 10n, '20')]);
  expect(note).toThrow(BillingError);
  expect(note).toThrow(/items: /);
});

test('what can be credited shrinks with each note and ends at nothing', () => {
  expect(creditableMinor(100n, [Decimal.parse('30.5')]).toString()).toBe('69.5');
  expect(creditableMinor(100n, [Decimal.parse('60'), Decimal.parse('60')]).toString()).toBe('0');
});

test('a fee credited in parts gives back the tax that its invoice charged', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 4000 }),
      (parts, rate) => {
        const feeAmount = parts.reduce((sum, part) => sum + part, 0n);
        const taxRate = (rate / 100).toFixed(2);
        let adjustment = Decimal.ZERO;
        let taxes = 0n;
        for (const [index, part] of parts.entries()) {
          const isLast = index === parts.length - 1;
          const amounts = creditNoteAmounts(
            [item(String(part), feeAmount, taxRate)],
            isLast ? adjustment : Decimal.ZERO,
          );
          adjustment = adjustment.plus(amounts.taxRoundingAdjustmentMinor);
          taxes += amounts.taxMinor;
        }
        const charged = Decimal.fromInteger(feeAmount)
          .times(Decimal.parse(taxRate))
          .times(Decimal.parse('0.01'))
          .round(0);
        expect(taxes.toString()).toBe(charged.toString());
      },
    ),
  );
});
