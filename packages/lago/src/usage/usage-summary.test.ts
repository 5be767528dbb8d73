import { describe, expect, it } from 'vitest';
import type { LagoChargeUsage } from '../wire/usage.ts';
import { toUsageSummary } from './usage-summary.ts';

const charge = (fields: Partial<LagoChargeUsage>): LagoChargeUsage => ({
  units: '10.0',
  events_count: 4,
  amount_cents: 1000,
  charge: { lago_id: 'charge-id', code: 'api', charge_model: 'standard' },
  billable_metric: { code: 'tokens' },
  ...fields,
});
const part = (units: string, events: number, cents: number) => ({
  units,
  events_count: events,
  amount_cents: cents,
});

/** Filter, group, units, events and amount of each line. */
function linesOf(...charges: readonly LagoChargeUsage[]) {
  const usage = {
    from_datetime: '2026-01-01T00:00:00Z',
    to_datetime: '2026-01-31T23:59:59Z',
    currency: 'USD',
    amount_cents: charges.reduce((sum, { amount_cents: cents }) => sum + cents, 0),
    charges_usage: charges,
  };
  const summary = toUsageSummary(usage, { subscriptionKey: 'seat', customerKey: 'acme' });
  return summary.charges.map(({ filter, group, units, eventsCount, amount }) => [
    filter,
    group,
    units,
    eventsCount,
    amount.amount,
  ]);
}

const EU = { region: ['eu', 'uk'] };

describe('toUsageSummary', () => {
  it('brings a line for each filter with usage, and one for what matches none', () => {
    const filters = [
      { ...part('6.5', 2, 650), values: EU },
      { ...part('0.0', 0, 0), values: { region: ['us'] } },
    ];
    expect(linesOf(charge({ filters }))).toEqual([
      [undefined, undefined, '3.5', 2, '3.50'],
      [EU, undefined, '6.5', 2, '6.50'],
    ]);
  });

  it.each([null, {}])('takes a filter without values (%s) for what matches none', (values) => {
    const filters = [
      { ...part('6', 2, 600), values: EU },
      { ...part('4', 2, 400), values },
    ];
    expect(linesOf(charge({ filters }))).toEqual([
      [EU, undefined, '6', 2, '6.00'],
      [undefined, undefined, '4', 2, '4.00'],
    ]);
  });

  it('brings a line for each group, and for each filter in it', () => {
    const grouped_usage = [
      {
        ...part('7', 3, 700),
        grouped_by: { agent: 'a' },
        filters: [{ ...part('5', 2, 500), values: EU }],
      },
      { ...part('3', 1, 300), grouped_by: { agent: null }, filters: [] },
    ];
    const filters = [{ ...part('5', 2, 500), values: EU }];
    expect(linesOf(charge({ grouped_usage, filters }))).toEqual([
      [undefined, { agent: 'a' }, '2', 1, '2.00'],
      [EU, { agent: 'a' }, '5', 2, '5.00'],
      [undefined, { agent: null }, '3', 1, '3.00'],
    ]);
  });

  it('leaves out charges without usage, but not those that cost something without any', () => {
    expect(linesOf(charge(part('0.0', 0, 0)), charge(part('0', 0, 500)))).toEqual([
      [undefined, undefined, '0', 0, '5.00'],
    ]);
  });

  it('takes the code of the metric for that of a charge that has none', () => {
    const bare = charge({ charge: { lago_id: 'charge-id', charge_model: 'standard' } });
    const usage = {
      from_datetime: '2026-01-01T00:00:00Z',
      to_datetime: '2026-01-31T23:59:59Z',
      currency: 'JPY',
      amount_cents: 1000,
      taxes_amount_cents: 100,
      charges_usage: [bare],
    };
    expect(toUsageSummary(usage, { subscriptionKey: 'seat', customerKey: 'acme' })).toMatchObject({
      charges: [{ chargeCode: 'tokens', amount: { amount: '1000', currency: 'JPY' } }],
      amount: { amount: '1000', currency: 'JPY' },
      taxAmount: { amount: '100', currency: 'JPY' },
    });
  });

  it('trap 7: keeps units exact', () => {
    const filters = [{ ...part('0.000000000000001', 1, 0), values: EU }];
    const lines = linesOf(charge({ ...part('123456789012345678.300000000000001', 2, 0), filters }));
    expect(lines[0]?.[2]).toBe('123456789012345678.3');
  });
});
