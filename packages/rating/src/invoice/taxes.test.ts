import { BillingError, Decimal } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CreditedLine, FeeTax } from './invoice-fee.ts';
import { applyTaxes } from './taxes.ts';

const tax = (code: string, rate: string): FeeTax => ({ code, rate: Decimal.parse(rate) });

const line = (amountMinor: bigint, taxes: FeeTax[], credits = '0'): CreditedLine => ({
  fee: { id: 'f', type: 'charge', amountMinor, taxes },
  creditsMinor: Decimal.parse(credits),
});

test('the tax of an invoice is rounded once, not by fee', () => {
  const result = applyTaxes([line(6833n, [tax('t', '20')]), line(6833n, [tax('t', '20')])]);
  expect(result.lines.map(({ taxMinor }) => taxMinor)).toEqual([1367n, 1367n]);
  expect(result.amountMinor).toBe(2733n);
});

test('several taxes add up and do not compound', () => {
  const result = applyTaxes([line(1000n, [tax('a', '12'), tax('b', '5')])]);
  expect(result.amountMinor).toBe(170n);
  expect(result.lines[0]?.taxRate.toString()).toBe('17');
});

test('what was credited before tax is not taxed', () => {
  const result = applyTaxes([line(1000n, [tax('t', '10')], '676.47059')]);
  expect(result.lines[0]?.taxPreciseMinor.toString()).toBe('32.352941');
  expect(result.amountMinor).toBe(32n);
});

test('each tax is broken down with its own base', () => {
  const result = applyTaxes([
    line(1000n, [tax('vat', '10')]),
    line(2000n, [tax('vat', '10'), tax('city', '1.5')]),
  ]);
  const rows = result.applied.map((row) => [
    row.code,
    row.rate.toString(),
    row.baseMinor.toString(),
    row.amountMinor,
  ]);
  expect(rows).toEqual([
    ['vat', '10', '3000', 300n],
    ['city', '1.5', '2000', 30n],
  ]);
});

test('the rate of an invoice is the mean weighted by amounts, to 5 decimals', () => {
  const result = applyTaxes([line(1000n, [tax('a', '10')]), line(2000n, [tax('b', '20')])]);
  expect(result.rate.toString()).toBe('16.66667');
});

test('when nothing is left to tax the rate weighs by the number of fees', () => {
  const result = applyTaxes([line(5n, [tax('a', '10')], '5'), line(0n, [])]);
  expect(result.rate.toString()).toBe('5');
  expect(result.amountMinor).toBe(0n);
});

test('an invoice without taxes has the rate 0', () => {
  expect(applyTaxes([line(100n, [])]).rate.toString()).toBe('0');
  expect(applyTaxes([]).rate.toString()).toBe('0');
});

test('a tax computed elsewhere is taken as it is', () => {
  const fee = { ...line(50_000n, []).fee, taxPreciseMinor: Decimal.parse('3412.7') };
  const result = applyTaxes([
    { fee, creditsMinor: Decimal.ZERO },
    { fee, creditsMinor: Decimal.ZERO },
  ]);
  expect(result.lines.map(({ taxMinor }) => taxMinor)).toEqual([3413n, 3413n]);
  expect(result.amountMinor).toBe(6825n);
});

test('one code with two rates is refused by name', () => {
  const twice = () => applyTaxes([line(1n, [tax('vat', '10')]), line(1n, [tax('vat', '20')])]);
  expect(twice).toThrow(BillingError);
  expect(twice).toThrow(/"vat"/);
});

test('the tax of an invoice differs from its fees by less than half a minor unit each', () => {
  const lines = fc.array(
    fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 3000 })),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(lines, (inputs) => {
      const result = applyTaxes(
        inputs.map(([amount, rate]) => line(amount, [tax(`t${rate}`, (rate / 100).toFixed(2))])),
      );
      const sum = result.lines.reduce((total, { taxMinor }) => total + taxMinor, 0n);
      const twice = 2n * (result.amountMinor - sum);
      const bound = BigInt(inputs.length + 1);
      expect(twice <= bound && twice >= -bound).toBe(true);
    }),
  );
});
