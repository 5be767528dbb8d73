import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeeDue } from './fee-due.ts';
import type { FeeType } from './invoice-fee.ts';
import { applyWallets, type WalletBalance } from './wallets.ts';

const wallet = (id: string, rest: Partial<WalletBalance> = {}): WalletBalance => ({
  id,
  balanceMinor: 1000n,
  currency: 'EUR',
  ...rest,
});

const due = (type: FeeType, amount: string, metric?: string): FeeDue => ({
  type,
  metric,
  dueMinor: Decimal.parse(amount),
});

const pay = (wallets: WalletBalance[], fees: FeeDue[], dueMinor?: bigint) =>
  applyWallets(wallets, {
    currency: 'EUR',
    fees,
    dueMinor:
      dueMinor ??
      Decimal.sum(fees.map((fee) => fee.dueMinor))
        .round(0)
        .toScaled(0),
  });

const amounts = (result: ReturnType<typeof pay>) =>
  result.uses.map(({ id, amountMinor }) => [id, amountMinor]);

test('a lower priority number goes first, then the older wallet', () => {
  const wallets = [wallet('old'), wallet('new'), wallet('first', { priority: 1 })];
  expect(amounts(pay(wallets, [due('charge', '2500')]))).toEqual([
    ['first', 1000n],
    ['old', 1000n],
    ['new', 500n],
  ]);
});

test('either limit admits a fee', () => {
  const both = wallet('both', { allowedFeeTypes: ['subscription'], limitedToMetrics: ['m'] });
  const fees = [due('subscription', '100'), due('charge', '200', 'm'), due('charge', '400', 'n')];
  expect(amounts(pay([both], fees))).toEqual([['both', 300n]]);
});

test('empty limits are no limits', () => {
  const open = wallet('open', { allowedFeeTypes: [], limitedToMetrics: [] });
  expect(amounts(pay([open], [due('add_on', '70')]))).toEqual([['open', 70n]]);
});

test('the largest pool is paid first', () => {
  const wallets = [
    wallet('any', { balanceMinor: 50n }),
    wallet('sub', { allowedFeeTypes: ['subscription'] }),
  ];
  const fees = [due('subscription', '60'), due('charge', '61')];
  expect(amounts(pay(wallets, fees))).toEqual([
    ['any', 50n],
    ['sub', 60n],
  ]);
});

test('wallets in another currency or without balance are passed over', () => {
  const wallets = [wallet('usd', { currency: 'USD' }), wallet('empty', { balanceMinor: 0n })];
  expect(pay(wallets, [due('charge', '10')])).toEqual({ uses: [], amountMinor: 0n });
});

test('a gap that rounding leaves between pools and invoice is closed on the largest pool', () => {
  // Each pool rounds down, their sum up: 2000.4 + 1000.4 is 3001.
  const wallets = [
    wallet('sub', { allowedFeeTypes: ['subscription'], balanceMinor: 5000n }),
    wallet('charge', { allowedFeeTypes: ['charge'], balanceMinor: 5000n }),
  ];
  const fees = [due('charge', '1000.4'), due('subscription', '2000.4')];
  expect(amounts(pay(wallets, fees))).toEqual([
    ['sub', 2001n],
    ['charge', 1000n],
  ]);
});

test('pools that round up together are bounded by the amount due', () => {
  const fees = [due('charge', '0.5'), due('subscription', '0.5')];
  expect(pay([wallet('w')], fees)).toEqual({
    uses: [{ id: 'w', amountMinor: 1n, balanceMinor: 999n }],
    amountMinor: 1n,
  });
});

test('wallets never go below zero, never pay more than is due, and pay all when they can', () => {
  const types = fc.constantFrom<FeeType>('subscription', 'charge', 'commitment');
  const metrics = fc.constantFrom('m', 'n');
  const wallets = fc.array(
    fc.record({
      balanceMinor: fc.bigInt({ min: 0n, max: 5000n }),
      priority: fc.integer({ min: 1, max: 50 }),
      allowedFeeTypes: fc.array(types, { maxLength: 2 }),
      limitedToMetrics: fc.array(metrics, { maxLength: 1 }),
      currency: fc.constantFrom('EUR', 'EUR', 'USD'),
    }),
    { maxLength: 6 },
  );
  const fees = fc.array(
    fc.tuple(
      types,
      fc.integer({ min: 0, max: 200_000_000 }),
      fc.option(metrics, { nil: undefined }),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(wallets, fees, (walletInputs, feeInputs) => {
      const balances = walletInputs.map((input, index) => wallet(String(index), input));
      const dues = feeInputs.map(([type, amount, metric]) =>
        due(type, (amount / 100_000).toFixed(5), metric),
      );
      const total = Decimal.sum(dues.map((fee) => fee.dueMinor))
        .round(0)
        .toScaled(0);
      const result = pay(balances, dues, total);
      expect(result.amountMinor <= total).toBe(true);
      expect(result.uses.every((use) => use.amountMinor > 0n && use.balanceMinor >= 0n)).toBe(true);
      expect(result.uses.reduce((sum, use) => sum + use.amountMinor, 0n)).toBe(result.amountMinor);
      const open = { ...wallet('open', { balanceMinor: total }), priority: 50 };
      expect(pay([...balances, open], dues, total).amountMinor).toBe(total);
    }),
  );
});
