import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passedThresholds } from './usage-threshold.ts';

test('fixed thresholds come ascending, whatever their order, then the recurring one', () => {
  const thresholds = { fixed: [40n, 10n, 31n, 20n], recurring: 5n };
  const passed = passedThresholds(thresholds, { invoiced: 9n, current: 37n });
  expect(passed).toEqual([10n, 20n, 31n, 40n, 5n]);
});

test('a threshold fires when it is met exactly, and not again', () => {
  expect(passedThresholds({ fixed: [10n] }, { invoiced: 0n, current: 10n })).toEqual([10n]);
  expect(passedThresholds({ fixed: [10n] }, { invoiced: 10n, current: 5n })).toEqual([]);
});

test('usage from before billing began here counts', () => {
  const usage = { historical: 8n, invoiced: 0n, current: 2n };
  expect(passedThresholds({ fixed: [10n] }, usage)).toEqual([10n]);
  expect(passedThresholds({ fixed: [10n] }, { ...usage, historical: 10n })).toEqual([]);
});

test('progressive invoices of the period count as invoiced, not as new usage', () => {
  const usage = { invoiced: 9n, current: 20n, progressivelyBilled: 10n };
  expect(passedThresholds({ fixed: [10n, 20n, 31n, 40n] }, usage)).toEqual([20n]);
});

test('usage that fell below what was billed reaches nothing', () => {
  const usage = { invoiced: 0n, current: 5n, progressivelyBilled: 10n };
  expect(passedThresholds({ fixed: [12n], recurring: 1n }, usage)).toEqual([]);
});

test('a recurring threshold needs an amount', () => {
  const check = () => passedThresholds({ fixed: [], recurring: 0n }, { invoiced: 0n, current: 1n });
  expect(check).toThrow(BillingError);
  expect(check).toThrow(/recurring/);
});

test('each fixed threshold fires exactly once while usage grows and is invoiced', () => {
  const amount = fc.bigInt({ min: 0n, max: 50n });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.bigInt({ min: 1n, max: 200n }), { maxLength: 6 }),
      fc.array(amount, { maxLength: 20 }),
      (fixed, growth) => {
        let current = 0n;
        let progressivelyBilled = 0n;
        const fired: bigint[] = [];
        for (const more of growth) {
          current += more;
          const usage = { invoiced: 0n, current, progressivelyBilled };
          const passed = passedThresholds({ fixed }, usage);
          if (passed.length > 0) progressivelyBilled = current;
          fired.push(...passed);
        }
        const reached = fixed.filter((threshold) => threshold <= current);
        expect(fired).toEqual(reached.sort((one, other) => Number(one - other)));
      },
    ),
  );
});
