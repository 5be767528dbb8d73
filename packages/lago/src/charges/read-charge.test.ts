import { describe, expect, it } from 'vitest';
import { lagoCharge } from '../plans/lago-objects.fixture.ts';
import { toCharge } from './read-charge.ts';

describe('toCharge', () => {
  it('leaves out what only repeats defaults', () => {
    expect(toCharge(lagoCharge(), 'USD')).toEqual({
      model: 'standard',
      timing: 'arrears',
      metric: 'tokens',
      pricing: { unitAmount: '0.02' },
    });
  });

  it.each([
    ['a code of its own', { code: 'extra' }, { code: 'extra' }],
    ['no code, as old charges have none', { code: null }, {}],
    ['a name', { invoice_display_name: 'Tokens' }, { name: 'Tokens' }],
    ['taxes', { taxes: [{ code: 'vat' }] }, { taxCodes: ['vat'] }],
    ['a proration', { prorated: true }, { prorated: true }],
    ['a minimum', { min_amount_cents: 300 }, { minimum: { amount: '3.00', currency: 'USD' } }],
    [
      'fees without invoices',
      { pay_in_advance: true, invoiceable: false },
      { timing: 'advance', invoiceable: false },
    ],
    [
      'groups',
      { properties: { amount: '0.02', pricing_group_keys: ['region'] } },
      { groupBy: ['region'] },
    ],
    [
      'groups under their older name',
      { properties: { amount: '0.02', grouped_by: ['region'] } },
      { groupBy: ['region'] },
    ],
  ])('reads %s', (_, wire, fields) => {
    const plain = toCharge(lagoCharge(), 'USD');
    expect(toCharge(lagoCharge(wire), 'USD')).toEqual({ ...plain, ...fields });
  });

  it('reads filters with the values that they match', () => {
    const filters = [
      {
        values: { tier: ['gold', 'silver'] },
        invoice_display_name: 'Metals',
        properties: { amount: '0.5' },
      },
    ];
    expect(toCharge(lagoCharge({ filters }), 'USD')?.filters).toEqual([
      { name: 'Metals', match: { tier: ['gold', 'silver'] }, pricing: { unitAmount: '0.5' } },
    ]);
  });

  it.each([
    [
      'package',
      { amount: '30', package_size: 1000, free_units: 0 },
      { amount: '30', size: '1000' },
    ],
    [
      'percentage',
      {
        rate: '2.9',
        fixed_amount: '0.3',
        free_units_per_events: 5,
        free_units_per_total_aggregation: '100.0',
        per_transaction_max_amount: null,
      },
      { rate: '2.9', fixedAmount: '0.3', freeEvents: 5, freeUnits: '100.0' },
    ],
    ['dynamic', {}, {}],
    ['custom', { custom_properties: { unit: 'page' } }, { properties: { unit: 'page' } }],
  ])('reads a price of the model %s', (model, properties, pricing) => {
    const charge = toCharge(lagoCharge({ charge_model: model, properties }), 'USD');
    expect(charge).toMatchObject({ model });
    expect(charge?.pricing).toEqual(pricing);
  });

  it('trap 24: brings nothing for what the contract has no words for', () => {
    expect(toCharge(lagoCharge({ charge_model: 'auction' }), 'USD')).toBeUndefined();
    const inAdvance = { charge_model: 'volume', pay_in_advance: true, properties: {} };
    expect(toCharge(lagoCharge(inAdvance), 'USD')).toBeUndefined();
    expect(toCharge(lagoCharge({ properties: {} }), 'USD')).toBeUndefined();
  });
});
