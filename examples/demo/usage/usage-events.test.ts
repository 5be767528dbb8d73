import { describe, expect, it } from 'vitest';
import { toBill } from '../bill/bill-file.ts';
import { meteredColumns } from './metered-columns.ts';
import { passes, usageEvents } from './usage-events.ts';

const metered = (...charges: object[]) =>
  meteredColumns(
    toBill(
      {
        plan: {
          code: 'p',
          currency: 'KWD',
          interval: 'monthly',
          amount_cents: '0',
          charges: charges.map((charge, index) => ({
            code: `c${index}`,
            metric: { aggregation: 'sum', field: 'v' },
            charge_model: 'standard',
            properties: { amount: '1' },
            ...charge,
          })),
        },
        subscription: { started_at: '2026-01-01T00:00:00Z', bill_at: '2026-02-01T00:00:00Z' },
      },
      'bill',
    ),
  );

const row = {
  transactionId: 't1',
  timestamp: '2026-01-05T00:00:00.000Z',
  values: { v: '7', region: 'eu', plan: 'x', precise_total_amount_cents: '12.5' },
};

const events = (...charges: object[]) => usageEvents(row, metered(...charges), 's', 'KWD');

describe('a row of usage', () => {
  it('is one event for each metric, with an id of its own', () => {
    const ids = events({}, {}).map(({ id, metric }) => [id, metric]);
    expect(ids).toEqual([
      ['t1:c0', 'c0'],
      ['t1:c1', 'c1'],
    ]);
  });

  it('is one event for charges that share a metric', () => {
    const metric = { code: 'm', aggregation: 'sum', field: 'v' };
    const found = events({ metric }, { metric, group_by: ['region'] });
    expect(found).toMatchObject([{ metric: 'm', properties: { v: '7', region: 'eu' } }]);
  });

  it('carries only what the charge reads', () => {
    expect(events({ metric: { aggregation: 'count' } })[0]?.properties).toEqual({});
    expect(
      events({ filters: [{ values: { plan: ['x'] }, properties: { amount: '2' } }] })[0]
        ?.properties,
    ).toEqual({ v: '7', plan: 'x' });
  });

  it('carries everything for an expression', () => {
    const metric = { aggregation: 'sum', field: 'v', expression: 'event.properties.v * 2' };
    expect(events({ metric })[0]?.properties).toEqual(row.values);
  });

  it('prices itself for a dynamic charge, in major units', () => {
    const [event] = events({ charge_model: 'dynamic', properties: {} });
    expect(event?.preciseAmount).toBe('0.0125');
  });

  it('is left out by the filter of a metric', () => {
    const filter = { matching: { region: ['us'] } };
    expect(events({ filter })).toEqual([]);
    expect(
      passes({ matching: { region: ['eu', 'us'] }, ignored: [{ plan: ['y'] }] }, row.values),
    ).toBe(true);
    expect(
      passes(
        { matching: { region: ['eu'] }, ignored: [{ plan: ['x'], region: ['eu'] }] },
        row.values,
      ),
    ).toBe(false);
    expect(
      passes({ matching: undefined, ignored: [{ plan: ['x'], region: ['us'] }] }, row.values),
    ).toBe(true);
  });

  it('cannot be filtered in two ways for one metric', () => {
    const metric = { code: 'm', aggregation: 'count' };
    expect(() => events({ metric }, { metric, filter: { matching: { region: 'eu' } } })).toThrow(
      'plan.charges[1].filter',
    );
  });
});
