import { manualClock } from '@billport/core';
import nock from 'nock';
import { createLago } from '../provider.ts';
import type { LagoOptions } from '../settings.ts';
import type { LagoCharge } from '../wire/charge.ts';
import type { LagoMetric } from '../wire/metric.ts';
import type { LagoPlan } from '../wire/plan.ts';

const ADDRESS = 'http://lago.test';

/** Lago's adapter on the host that {@link lagoHost} answers for. */
export const lagoProvider = (options: LagoOptions = {}) =>
  createLago({
    url: ADDRESS,
    apiKey: 'key',
    environment: {},
    clock: manualClock('2026-01-15T12:00:00Z'),
    ...options,
  });

/** Answers in Lago's place: paths begin behind `/api/v1`. */
export const lagoHost = () => nock(`${ADDRESS}/api/v1`);

/** Headers of a failure that may be tried again at once. */
export const AT_ONCE = { 'retry-after': '0' };

/** The answer to a code that is taken (`facts/lago.md §a`). */
export const TAKEN = {
  status: 422,
  error: 'Unprocessable Entity',
  code: 'validation_errors',
  error_details: { code: ['value_already_exist'] },
};

/** The answer where a thing is missing. */
export const missing = (resource: string) => ({
  status: 404,
  error: 'Not Found',
  code: `${resource}_not_found`,
});

/** A metric that adds up `amount`. */
export const lagoMetric = (fields: Partial<LagoMetric> = {}): LagoMetric => ({
  lago_id: 'metric-id',
  code: 'tokens',
  name: 'tokens',
  description: null,
  aggregation_type: 'sum_agg',
  field_name: 'amount',
  recurring: false,
  created_at: '2026-01-02T03:04:05Z',
  filters: [],
  ...fields,
});

/** A charge of 0.02 a unit. */
export const lagoCharge = (fields: Partial<LagoCharge> = {}): LagoCharge => ({
  lago_id: 'charge-id',
  lago_billable_metric_id: 'metric-id',
  billable_metric_code: 'tokens',
  code: 'tokens',
  invoice_display_name: null,
  charge_model: 'standard',
  pay_in_advance: false,
  invoiceable: true,
  prorated: false,
  min_amount_cents: 0,
  properties: { amount: '0.02' },
  filters: [],
  taxes: [],
  ...fields,
});

/** A monthly plan of 10.00 USD without charges. */
export const lagoPlan = (fields: Partial<LagoPlan> = {}): LagoPlan => ({
  lago_id: 'plan-id',
  code: 'pro',
  name: 'pro',
  interval: 'monthly',
  amount_cents: 1000,
  amount_currency: 'USD',
  pay_in_advance: false,
  charges: [],
  taxes: [],
  usage_thresholds: [],
  pending_deletion: false,
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});

/** Answers for a list, cut into the pages that are asked for. */
export function serveList(root: string, rows: readonly object[]): void {
  lagoHost()
    .persist()
    .get(`/${root}`)
    .query(true)
    .reply((request: Request) => {
      const query = new URL(request.url).searchParams;
      const [page, perPage] = [Number(query.get('page')), Number(query.get('per_page'))];
      const end = page * perPage;
      const meta = { current_page: page, next_page: end < rows.length ? page + 1 : null };
      return [200, { [root]: rows.slice(end - perPage, end), meta }];
    });
}
