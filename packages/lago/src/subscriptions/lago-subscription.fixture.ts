import nock from 'nock';
import { lagoHost, missing } from '../lago-host.fixture.ts';
import type { LagoSubscription } from '../wire/subscription.ts';

/** A subscription that is active since the start of the month. */
export const lagoSubscription = (fields: Partial<LagoSubscription> = {}): LagoSubscription => ({
  lago_id: 'subscription-id',
  external_id: 'seat',
  external_customer_id: 'acme',
  name: '',
  plan_code: 'pro',
  plan_amount_currency: 'USD',
  status: 'active',
  billing_time: 'calendar',
  subscription_at: '2026-01-01T00:00:00Z',
  started_at: '2026-01-01T00:00:00.000Z',
  ending_at: null,
  terminated_at: null,
  trial_ended_at: null,
  created_at: '2026-01-01T00:00:00Z',
  previous_plan_code: null,
  next_plan_code: null,
  downgrade_plan_date: null,
  current_billing_period_started_at: '2026-01-01T00:00:00Z',
  current_billing_period_ending_at: '2026-01-31T23:59:59Z',
  plan: { code: 'pro', pay_in_advance: false, trial_period: 0, usage_thresholds: [] },
  applicable_usage_thresholds: [],
  ...fields,
});

/** One that starts later. */
export const pendingSubscription = (fields: Partial<LagoSubscription> = {}): LagoSubscription =>
  lagoSubscription({
    status: 'pending',
    subscription_at: '2026-03-01T00:00:00Z',
    started_at: null,
    current_billing_period_started_at: null,
    current_billing_period_ending_at: null,
    ...fields,
  });

/** One that has ended. */
export const endedSubscription = (fields: Partial<LagoSubscription> = {}): LagoSubscription =>
  lagoSubscription({ status: 'terminated', terminated_at: '2026-01-10T00:00:00Z', ...fields });

const STATUSES = ['active', 'pending', 'terminated', 'canceled', 'incomplete'];

/** Answers for the rows of key `seat`, one for each status; for the others nothing is there. */
export function serveRows(...rows: readonly LagoSubscription[]): void {
  for (const status of STATUSES) {
    const row = rows.find((each) => each.status === status);
    lagoHost()
      .persist()
      .get('/subscriptions/seat')
      .query({ status })
      .reply(row === undefined ? 404 : 200, row ? { subscription: row } : missing('subscription'));
  }
}

/** Answers for customer `acme`. */
export function serveCustomer(): void {
  lagoHost()
    .persist()
    .get('/customers/acme')
    .reply(200, {
      customer: {
        lago_id: 'customer-id',
        external_id: 'acme',
        created_at: '2026-01-01T00:00:00Z',
      },
    });
}

/** Forgets every answer, and brings those that were made ready once and not asked for. */
export function unasked(): string[] {
  const left = nock.pendingMocks().filter((mock) => !mock.startsWith('GET '));
  nock.cleanAll();
  return left;
}
