import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getCatalog } from './get-catalog.ts';

describe('get_catalog', () => {
  it.each([
    ['plans', { code: 'pro', price: '20.00 USD', interval: 'monthly' }],
    ['metrics', { code: 'calls', aggregation: 'count' }],
    ['coupons', { code: 'spring', discount: '25%' }],
    ['taxes', { code: 'vat', rate: '20' }],
  ])('lists %s', async (kind, item) => {
    const { facts } = await read(getCatalog, { kind }, await withAcme(testCall()));
    expect(facts.items).toMatchObject([item]);
  });

  it.each([
    ['plans', 'Pro', 'plan', 'pro'],
    ['metrics', 'API calls', 'metric', 'calls'],
    ['coupons', 'spring', 'coupon', 'spring'],
    ['taxes', 'VAT', 'tax', 'vat'],
  ])('R5: brings one of the %s by %s', async (kind, code, name, found) => {
    const { facts } = await read(getCatalog, { kind, code }, await withAcme(testCall()));
    expect(facts[name]).toMatchObject({ code: found });
  });

  it.each(['plans', 'metrics', 'coupons', 'taxes'])(
    'R5: names its own argument where none of the %s is meant',
    async (kind) => {
      const call = await withAcme(testCall());
      const refusal = await refusalOf(read(getCatalog, { kind, code: 'none' }, call));
      expect([refusal.code, refusal.options.field]).toEqual(['not_found', 'code']);
    },
  );

  it('brings a plan with the prices of its charges', async () => {
    const { facts } = await read(
      getCatalog,
      { kind: 'plans', code: 'pro' },
      await withAcme(testCall()),
    );
    expect(facts.plan).toMatchObject({
      charges: [{ metric: 'calls', model: 'standard', pricing: { unitAmount: '0.5' } }],
    });
  });

  it('R6: says what the provider has instead of coupons', async () => {
    const call = testCall({ without: { 'coupons.list': 'credits.add gives a fixed amount.' } });
    for (const code of [undefined, 'spring']) {
      const refusal = await refusalOf(read(getCatalog, { kind: 'coupons', code }, call));
      expect(refusal.code).toBe('unsupported');
      expect(refusal.options.next).toBe('credits.add gives a fixed amount.');
    }
    expect(call.called).toEqual([]);
  });

  it('R4: refuses a cursor beside the code of one thing', async () => {
    const args = { kind: 'plans', code: 'pro', cursor: 'x' };
    const refusal = await refusalOf(read(getCatalog, args, await withAcme(testCall())));
    expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', 'cursor']);
  });
});
