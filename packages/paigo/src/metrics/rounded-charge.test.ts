import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaigoDimension } from '../wire/dimension.ts';
import { isOtherIncrement, roundedCharge } from './rounded-charge.ts';

const charge = (fields: Partial<PaigoDimension> = {}): PaigoDimension => ({
  dimensionId: 'charge-id',
  dimensionName: 'Tokens',
  usageIncrement: '1',
  rounding: 'round',
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  consumptionPrice: '2',
  usageEntitlement: 0,
  overageAllowed: 'true',
  metadata: { 'billport.plan': 'pro', 'billport.metric': 'tokens', 'billport.model': 'standard' },
  ...fields,
});

const metric = (usageIncrement: string): PaigoDimension => ({
  dimensionId: 'metric-id',
  dimensionName: 'Tokens',
  usageIncrement,
  rounding: 'ceiling',
  aggregationMethod: 'sum',
  metadata: { 'billport.metric': 'tokens', 'billport.rounding': 'ceil' },
});

describe('a charge whose metric is rounded otherwise', () => {
  it('costs the same for a unit, exactly, whatever the increments', () => {
    const exponent = fc.integer({ min: -15, max: 15 });
    const powerOfTen = (at: number) =>
      at < 0 ? `0.${'0'.repeat(-at - 1)}1` : `1${'0'.repeat(at)}`;
    const price = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(price, fc.nat(12), exponent, exponent, (digits, scale, before, after) => {
        const consumptionPrice = Decimal.fromScaled(digits, scale).toString();
        const [from, to] = [powerOfTen(before), powerOfTen(after)];
        const changes = roundedCharge(
          charge({ consumptionPrice, usageIncrement: from }),
          metric(to),
        );
        const cost = (amount: string | undefined, increment: string) =>
          Decimal.parse(amount ?? '')
            .times(Decimal.parse(increment))
            .toString();
        expect(changes.usageIncrement).toBe(to);
        expect(cost(changes.consumptionPrice, from)).toBe(cost(consumptionPrice, to));
      }),
    );
  });

  it('keeps what is included, and whether more is billed, whoever said so', () => {
    for (const fields of [
      { usageEntitlement: 100, overageAllowed: 'false' },
      { usageEntitlement: 'inf' },
      { usageEntitlement: '100' },
    ]) {
      expect(roundedCharge(charge(fields), metric('0.01'))).toEqual({
        usageIncrement: '0.01',
        rounding: 'ceiling',
        consumptionPrice: '0.02',
      });
    }
  });

  it('keeps the bounds of its tiers, also where metadata of usage chooses them', () => {
    const tiers = [
      { upperBound: 10, tierPosition: 1, unitPrice: 0.5, tierName: 'First' },
      { upperBound: 'inf', tierPosition: '2' },
    ];
    const rounded = [
      { upperBound: '10', tierPosition: '1', unitPrice: '5', tierName: 'First' },
      { upperBound: 'inf', tierPosition: '2', unitPrice: '0' },
    ];
    const flat = charge({ consumptionPrice: null, tiers });
    expect(roundedCharge(flat, metric('10'))).toMatchObject({ tiers: rounded });
    const metadataGroups = { region: 'eu' };
    const grouped = charge({
      consumptionPrice: null,
      tiersGroupByMetadata: [{ metadataGroups, tiers }],
    });
    const changes = roundedCharge(grouped, metric('10'));
    expect(changes).not.toHaveProperty('tiers');
    expect(changes.tiersGroupByMetadata).toEqual([{ metadataGroups, tiers: rounded }]);
  });

  it('keeps the size of its packages', () => {
    const metadata = { ...charge().metadata, 'billport.model': 'package' };
    const packages = charge({ usageIncrement: '1000', rounding: 'ceiling', metadata });
    expect(roundedCharge(packages, metric('10'))).toEqual({});
  });

  it.each([
    ['a bound that is no multiple of the increment', { upperBound: '15', tierPosition: '1' }],
  ])('refuses %s, and names the plan', (_, tier) => {
    const tiersGroupByMetadata = [{ metadataGroups: { a: 'b' }, tiers: [tier] }];
    const grouped = charge({ consumptionPrice: null, tiersGroupByMetadata });
    expect(() => roundedCharge(grouped, metric('10'))).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        issues: [{ path: ['rounding'], message: expect.stringContaining('"pro"') }],
      }),
    );
  });

  it.each([
    ['a third of a price', { usageIncrement: '3', consumptionPrice: '1' }],
    ['a price that is none', { consumptionPrice: 'free' }],
    ['an increment of nothing', { usageIncrement: '0' }],
    [
      'a price of a tier that is none',
      { tiers: [{ upperBound: 'inf', tierPosition: '1', unitPrice: 'free' }] },
    ],
  ])('refuses %s, and makes none up', (_, fields) => {
    expect(() => roundedCharge(charge(fields), metric('1'))).toThrow(
      expect.objectContaining({ code: 'conflict', message: expect.stringContaining('charge-id') }),
    );
  });
});

describe('isOtherIncrement', () => {
  it.each([
    ['1', '1.0', false],
    [1, '1', false],
    [null, '1', false],
    ['0.01', '1', true],
    ['none', '1', true],
    ['1', undefined, false],
  ])('takes %s before and %s after for another: %s', (usageIncrement, next, isOther) => {
    expect(isOtherIncrement(charge({ usageIncrement }), { usageIncrement: next })).toBe(isOther);
  });
});
