import { describe, expect, it } from 'vitest';
import type { LagoFee } from '../wire/fee.ts';
import { withTaxes } from './fee-taxes.ts';
import { lagoFee, lagoTax } from './lago-invoice.fixture.ts';

const [vat, city, luxury] = [lagoTax('vat', 20), lagoTax('city', 5), lagoTax('luxury', 20)];

const unread = () => Promise.reject(new Error('the fee was read'));

const codesOf = ({ applied_taxes: taxes }: LagoFee) => taxes?.map(({ tax_code: code }) => code);

describe('withTaxes', () => {
  it.each([
    ['none', 0, []],
    ['all', 25, ['vat', 'city']],
    ['the one of its rate', 5, ['city']],
  ])('finds %s of the taxes of the invoice by the rate of the fee', async (_, rate, codes) => {
    expect(codesOf(await withTaxes(lagoFee({ taxes_rate: rate }), [vat, city], unread))).toEqual(
      codes,
    );
  });

  it('computes the tax on what coupons leave of the fee', async () => {
    const fee = lagoFee({ taxes_rate: 20, precise_coupons_amount_cents: '502.5' });
    const { applied_taxes: taxes } = await withTaxes(fee, [vat], unread);
    // 20 % of 497.5 cents is 99.5: half away from zero (facts/rating.md §2).
    expect(taxes?.map(({ amount_cents: cents }) => cents)).toEqual([100]);
  });

  it('reads the fee where several taxes have its rate', async () => {
    const read = lagoFee({ applied_taxes: [luxury] });
    const fee = lagoFee({ taxes_rate: 20 });
    expect(await withTaxes(fee, [vat, luxury], () => Promise.resolve(read))).toBe(read);
  });

  it('reads the fee where no taxes come to its rate', async () => {
    const read = lagoFee({ applied_taxes: [] });
    const fee = lagoFee({ taxes_rate: 19 });
    expect(await withTaxes(fee, [vat], () => Promise.resolve(read))).toBe(read);
  });

  it('takes any choice of the rate for a preview, of which nothing can be read', async () => {
    const fee = lagoFee({ lago_id: null, taxes_rate: 20 });
    expect(codesOf(await withTaxes(fee, [vat, luxury], undefined))).toHaveLength(1);
  });

  it('leaves a fee as it is that brings its taxes', async () => {
    const fee = lagoFee({ taxes_rate: 20, applied_taxes: [city] });
    expect(await withTaxes(fee, [vat, luxury], unread)).toBe(fee);
  });
});
