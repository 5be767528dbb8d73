import type { Charge } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { lagoCharge } from '../plans/lago-objects.fixture.ts';
import { chargeBody, chargeIssues, sameChargeBody } from './write-charge.ts';

const charge = (fields: object = {}): Charge =>
  ({
    model: 'standard',
    timing: 'arrears',
    metric: 'tokens',
    pricing: { unitAmount: '0.02' },
    ...fields,
  }) as Charge;
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
const body = (fields: object = {}, before?: ReturnType<typeof lagoCharge>) =>
  asJson(chargeBody({ charge: charge(fields), metricId: 'metric-id', before }));

describe('chargeBody', () => {
  it("trap 9: names the metric by Lago's id, and gives the charge the metric's code", () => {
    expect(body()).toEqual({
      billable_metric_id: 'metric-id',
      charge_model: 'standard',
      code: 'tokens',
      pay_in_advance: false,
      invoiceable: true,
      min_amount_cents: 0,
      prorated: false,
      properties: { amount: '0.02' },
      filters: [],
      tax_codes: [],
    });
  });

  // The table of charge models of facts/lago.md §b.
  it.each([
    ['standard', { unitAmount: '0.02' }, { amount: '0.02' }],
    [
      'graduated',
      {
        tiers: [
          { upTo: '100', unitAmount: '0.5', flatAmount: '10' },
          { upTo: null, unitAmount: '1' },
        ],
      },
      {
        graduated_ranges: [
          { from_value: 0, to_value: 100, per_unit_amount: '0.5', flat_amount: '10' },
          { from_value: 101, to_value: null, per_unit_amount: '1', flat_amount: '0' },
        ],
      },
    ],
    [
      'volume',
      { tiers: [{ upTo: null, unitAmount: '1' }] },
      {
        volume_ranges: [{ from_value: 0, to_value: null, per_unit_amount: '1', flat_amount: '0' }],
      },
    ],
    [
      'graduated_percentage',
      { tiers: [{ upTo: null, rate: '1' }] },
      {
        graduated_percentage_ranges: [
          { from_value: 0, to_value: null, rate: '1', flat_amount: '0' },
        ],
      },
    ],
    [
      'package',
      { amount: '30', size: '1000' },
      { amount: '30', package_size: 1000, free_units: 0 },
    ],
    [
      'percentage',
      {
        rate: '2.9',
        fixedAmount: '0.3',
        freeEvents: 5,
        freeUnits: '100',
        minimumPerEvent: '0.5',
        maximumPerEvent: '20',
      },
      {
        rate: '2.9',
        fixed_amount: '0.3',
        free_units_per_events: 5,
        free_units_per_total_aggregation: '100',
        per_transaction_min_amount: '0.5',
        per_transaction_max_amount: '20',
      },
    ],
    ['dynamic', {}, {}],
    ['custom', { properties: { unit: 'page' } }, { custom_properties: { unit: 'page' } }],
  ])('writes a price of the model %s', (model, pricing, properties) => {
    expect(body({ model, pricing }).properties).toEqual(properties);
  });

  it('gives filters the groups of their charge, since Lago splits each by its own', () => {
    const filters = [{ match: { tier: ['gold'] }, pricing: { unitAmount: '0.5' } }];
    expect(body({ groupBy: ['region'], filters })).toMatchObject({
      properties: { amount: '0.02', pricing_group_keys: ['region'] },
      filters: [
        {
          values: { tier: ['gold'] },
          properties: { amount: '0.5', pricing_group_keys: ['region'] },
        },
      ],
    });
  });

  it('trap 10: replaces the charge before, and keeps what the contract has no words for', () => {
    const before = lagoCharge({
      prorated: true,
      invoice_display_name: 'Old',
      min_amount_cents: 500,
      taxes: [{ code: 'vat' }],
      applied_pricing_unit: { code: 'credits', conversion_rate: '2.0' },
      accepts_target_wallet: true,
      properties: { amount: '1', presentation_group_keys: [{ value: 'user' }] },
      filters: [
        {
          values: { tier: ['b', 'a'] },
          properties: { amount: '2', presentation_group_keys: [{ value: 'team' }] },
        },
      ],
    });
    const filters = [{ match: { tier: ['a', 'b'] }, pricing: { unitAmount: '0.5' } }];
    expect(body({ filters }, before)).toMatchObject({
      id: 'charge-id',
      invoice_display_name: null,
      prorated: false,
      min_amount_cents: 0,
      tax_codes: [],
      applied_pricing_unit: { code: 'credits', conversion_rate: '2.0' },
      accepts_target_wallet: true,
      properties: { amount: '0.02', presentation_group_keys: [{ value: 'user' }] },
      filters: [{ properties: { amount: '0.5', presentation_group_keys: [{ value: 'team' }] } }],
    });
  });

  it('gathers fees later only while they are not invoiced', () => {
    const before = lagoCharge({ regroup_paid_fees: 'invoice' });
    const advance = { timing: 'advance', invoiceable: false };
    expect(body(advance, before).regroup_paid_fees).toBe('invoice');
    expect(body({ timing: 'advance' }, before).regroup_paid_fees).toBeNull();
  });
});

describe('sameChargeBody', () => {
  it('trap 10: sends back all of a charge that stays, with its id', () => {
    const wire = lagoCharge({
      properties: { amount: '1', presentation_group_keys: [{ value: 'user' }] },
      filters: [{ values: { tier: ['gold'] }, properties: { amount: '2' } }],
      taxes: [{ code: 'vat' }],
      regroup_paid_fees: 'invoice',
    });
    const { lago_id, lago_billable_metric_id, billable_metric_code, taxes, ...same } = wire;
    expect(asJson(sameChargeBody(wire))).toEqual({
      ...same,
      id: lago_id,
      billable_metric_id: lago_billable_metric_id,
      tax_codes: taxes?.map(({ code }) => code),
    });
    expect(billable_metric_code).toBe('tokens');
  });
});

describe('chargeIssues', () => {
  it('trap 7: refuses a minimum past 2^53 of the smallest unit', () => {
    const minimum = { amount: '90071992547409.92', currency: 'USD' };
    expect(chargeIssues(charge({ minimum }))).toMatchObject([
      { path: ['minimum'], message: expect.stringContaining('at most 90071992547409.91 USD') },
    ]);
    expect(chargeIssues(charge({ minimum: { ...minimum, currency: 'JPY', amount: '3' } }))).toEqual(
      [],
    );
  });

  it('trap 7: refuses packages of parts of units and of more than JSON numbers hold', () => {
    const pricing = { amount: '5', size: '9007199254740993', freeUnits: '0.5' };
    const filters = [
      { match: { a: ['b'] }, pricing: { amount: '5', size: '10', freeUnits: '1.5' } },
    ];
    expect(
      chargeIssues(charge({ model: 'package', pricing, filters })).map(({ path }) => path),
    ).toEqual([
      ['pricing', 'size'],
      ['pricing', 'freeUnits'],
      ['filters', 0, 'pricing', 'freeUnits'],
    ]);
  });

  it('names the bound of a tier by its place in the charge', () => {
    const tiers = [
      { upTo: '9007199254740993', unitAmount: '1' },
      { upTo: null, unitAmount: '1' },
    ];
    const [issue] = chargeIssues(charge({ model: 'volume', pricing: { tiers } }));
    expect(issue?.path).toEqual(['pricing', 'tiers', 0, 'upTo']);
  });
});
