import { lagoHost, missing } from '../lago-host.fixture.ts';
import { lagoSubscription } from '../subscriptions/lago-subscription.fixture.ts';
import type { LagoEvent } from '../wire/event.ts';
import type { LagoMetric } from '../wire/metric.ts';
import type { LagoSubscription } from '../wire/subscription.ts';

/** A metric that adds up `tokens`. */
export const tokens = (fields: Partial<LagoMetric> = {}): LagoMetric => ({
  lago_id: 'metric-id',
  code: 'tokens',
  name: 'Tokens',
  aggregation_type: 'sum_agg',
  field_name: 'tokens',
  recurring: false,
  created_at: '2026-01-01T00:00:00Z',
  ...fields,
});

/** An event as callers write it. */
export const usageEvent = (fields: object = {}) => ({
  id: 'e1',
  subscriptionKey: 'seat',
  metric: 'tokens',
  timestamp: '2026-01-15T12:00:00.123Z',
  properties: { tokens: '7' } as Record<string, string>,
  ...fields,
});

/** An event as Lago answers it. */
export const lagoEvent = (fields: Partial<LagoEvent> = {}): LagoEvent => ({
  lago_id: 'event-id',
  transaction_id: 'e1',
  external_subscription_id: 'seat',
  code: 'tokens',
  timestamp: '2026-01-15T12:00:00.123Z',
  precise_total_amount_cents: null,
  properties: { tokens: '7' },
  created_at: '2026-01-15T12:00:01Z',
  ...fields,
});

/** Answers for the active subscriptions of these keys, and for metric `tokens`. */
export function serveReferences(
  rows: readonly LagoSubscription[] = [lagoSubscription()],
  metric: LagoMetric = tokens(),
): void {
  for (const row of rows) {
    const path = `/subscriptions/${row.external_id}`;
    for (const status of ['active', 'pending', 'terminated', 'canceled', 'incomplete']) {
      const isIt = status === row.status;
      lagoHost()
        .persist()
        .get(path)
        .query({ status })
        .reply(isIt ? 200 : 404, isIt ? { subscription: row } : missing('subscription'));
    }
  }
  lagoHost()
    .persist()
    .get(`/billable_metrics/${metric.code}`)
    .reply(200, { billable_metric: metric });
}

/** What a batch holds. */
export interface SentBatch {
  readonly events: readonly {
    readonly transaction_id: string;
    readonly external_subscription_id: string;
    readonly timestamp: number;
    readonly properties?: Readonly<Record<string, string>>;
  }[];
}

/**
 * Answers for batches as `answer` says, and keeps what came, as it came.
 * @param answer status and body for a batch; it was stored when undefined
 */
export function serveBatches(
  answer: (batch: SentBatch, number: number) => readonly [number, object] | undefined = () =>
    undefined,
): { readonly batches: SentBatch[]; readonly bodies: string[] } {
  const sent = { batches: [] as SentBatch[], bodies: [] as string[] };
  lagoHost()
    .persist()
    .post('/events/batch', (body: SentBatch) => {
      // It is shown other requests as well.
      if (!Array.isArray(body.events)) return false;
      sent.batches.push(body);
      sent.bodies.push(JSON.stringify(body));
      return true;
    })
    .reply(() => {
      const batch = sent.batches.at(-1);
      const said = batch && answer(batch, sent.batches.length);
      return said ?? [200, { events: [] }, { 'content-type': 'application/json' }];
    });
  return sent;
}

/** Ids of the events of a batch. */
export const idsOf = ({ events }: SentBatch) => events.map(({ transaction_id: id }) => id);
