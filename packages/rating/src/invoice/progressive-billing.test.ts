import { expect, test } from 'vitest';
import { progressiveInvoice, settleProgressive } from './progressive-billing.ts';

test('an invoice holds the whole usage and credits what was billed before', () => {
  const usage = { invoiced: 0n, current: 660n, progressivelyBilled: 220n };
  expect(progressiveInvoice({ fixed: [200n, 500n, 700n] }, usage)).toEqual({
    passed: [500n],
    usageMinor: 660n,
    creditMinor: 220n,
    amountMinor: 440n,
  });
});

test('without a new threshold there is no invoice', () => {
  expect(progressiveInvoice({ fixed: [200n] }, { invoiced: 0n, current: 199n })).toBeUndefined();
});

test('the invoice of the period credits the progressive ones', () => {
  expect(settleProgressive(40_000n, 20_000n)).toEqual({
    creditMinor: 20_000n,
    dueMinor: 20_000n,
    excessMinor: 0n,
  });
});

test('what was billed too much is left for a credit note', () => {
  expect(settleProgressive(150n, 200n)).toEqual({
    creditMinor: 150n,
    dueMinor: 0n,
    excessMinor: 50n,
  });
});
