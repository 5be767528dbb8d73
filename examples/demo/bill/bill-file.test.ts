import { fileURLToPath } from 'node:url';
import { BillingError } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { readBill, toBill } from './bill-file.ts';
import { parseExactJson } from './exact-json.ts';

const DEMO_BILL = fileURLToPath(new URL('../data/expected-bill.json', import.meta.url));

function smallBill(changes: object = {}) {
  return {
    plan: { code: 'p', currency: 'JPY', interval: 'weekly', amount_cents: '100' },
    subscription: { started_at: '2026-01-01T00:00:00Z', bill_at: '2026-01-08T00:00:00Z' },
    ...changes,
  };
}

const charge = (changes: object) => ({
  code: 'c',
  metric: { aggregation: 'count' },
  charge_model: 'standard',
  properties: { amount: '1' },
  ...changes,
});

const withCharge = (changes: object) =>
  smallBill({ plan: { ...smallBill().plan, charges: [charge(changes)] } });

describe('a bill file', () => {
  it('is read with every charge of the demo', async () => {
    const bill = await readBill(DEMO_BILL);
    expect(bill.plan.charges).toHaveLength(9);
    expect(bill.plan.amount_cents).toBe(4900n);
    expect(bill.expected?.fees).toHaveLength(11);
  });

  it('keeps the digits of numbers that are no strings', () => {
    const text = JSON.stringify(withCharge({})).replace(
      '"amount":"1"',
      '"amount":0.10000000000000000001',
    );
    const bill = toBill(parseExactJson(text, 'bill'), 'bill');
    expect(bill.plan.charges?.[0]?.properties).toMatchObject({ amount: '0.10000000000000000001' });
  });

  it('writes out numbers with an exponent', () => {
    const read = (number: string) => parseExactJson(`[${number}]`, 'bill');
    expect(read('1.5e-06')).toEqual(['0.0000015']);
    expect(read('-12E+2')).toEqual(['-1200']);
    expect(read('1e20')).toEqual(['100000000000000000000']);
  });

  it('takes null for what is left out', () => {
    const bill = toBill(
      withCharge({
        min_amount_cents: null,
        tax_codes: null,
        properties: { amount: '1', grouped_by: null },
      }),
      'bill',
    );
    expect(bill.plan.charges?.[0]?.min_amount_cents).toBeUndefined();
  });

  it.each([
    ['plan.discount', smallBill({ plan: { ...smallBill().plan, discount: '1' } })],
    ['plan.charges[0].rate', withCharge({ rate: '1' })],
    ['plan.charges[0].properties.rate', withCharge({ properties: { amount: '1', rate: '2' } })],
    [
      'plan.charges[0].metric.window',
      withCharge({ metric: { aggregation: 'count', window: 'x' } }),
    ],
    ['customer.loyalty', smallBill({ customer: { loyalty: 'gold' } })],
    ['expected.invoice.rounding', smallBill({ expected: { invoice: { rounding: '1' } } })],
    ['expected.fees[0].colour', smallBill({ expected: { fees: [{ id: 'a', colour: 'red' }] } })],
  ])('names the field %s that it does not know', (field, bill) => {
    expect(() => toBill(bill, 'bill')).toThrow(`${field}: The demo does not know this field.`);
  });

  it.each([
    ['plan.interval', smallBill({ plan: { ...smallBill().plan, interval: 'daily' } })],
    ['plan.amount_cents', smallBill({ plan: { ...smallBill().plan, amount_cents: '1.5' } })],
    ['plan.charges[0].properties.amount', withCharge({ properties: { amount: '1e3' } })],
    ['subscription.bill_at', smallBill({ subscription: { started_at: '2026-01-01T00:00:00Z' } })],
  ])('names the field %s that is wrong', (field, bill) => {
    expect(() => toBill(bill, 'bill')).toThrow(`${field}: `);
  });

  it('says where a file is that cannot be read or is no JSON', async () => {
    await expect(readBill('/nowhere/bill.json')).rejects.toThrow('--bill: /nowhere/bill.json');
    await expect(readBill(fileURLToPath(import.meta.url))).rejects.toSatisfy((error) =>
      BillingError.is(error, 'invalid_input'),
    );
  });
});
