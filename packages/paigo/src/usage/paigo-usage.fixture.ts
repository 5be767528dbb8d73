import { manualClock } from '@billport/core';
import { paigoHost, paigoProvider, TOKEN, tokenHost } from '../paigo-host.fixture.ts';
import type { PaigoOptions } from '../settings.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import type { PaigoUsageBody } from '../wire/usage.ts';

/** The present: usage up to a second before it can be read. */
export const NOW = '2026-01-20T12:00:00.000Z';

/** Paigo's adapter in the present. */
export const usageProvider = (options: PaigoOptions = {}) =>
  paigoProvider({ clock: manualClock(NOW), ...options });

/** A dimension that adds up `tokens` in a month, at 0.01 for each. */
export const tokens = (fields: Partial<PaigoDimension> = {}): PaigoDimension => ({
  dimensionId: 'd-tokens',
  dimensionName: 'Tokens',
  usageIncrement: '1',
  rounding: 'round',
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  consumptionPrice: '0.01',
  usageEntitlement: 0,
  overageAllowed: 'true',
  metadata: {
    'billport.metric': 'tokens',
    'billport.property': 'tokens',
    'billport.plan': 'basic',
  },
  ...fields,
});

/** A dimension that others made, and priced by the region of its records. */
export const regional = (fields: Partial<PaigoDimension> = {}): PaigoDimension => ({
  dimensionId: 'd-regional',
  dimensionName: 'Traffic',
  usageIncrement: '1',
  rounding: 'ceiling',
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  tiersGroupByMetadata: [
    {
      metadataGroups: { region: 'eu' },
      tiers: [{ upperBound: 'inf', tierPosition: '1', unitPrice: '2' }],
    },
    {
      metadataGroups: { region: 'us' },
      tiers: [
        { upperBound: '10', tierPosition: '1', unitPrice: '1' },
        { upperBound: 'inf', tierPosition: '2', unitPrice: '0.5' },
      ],
    },
  ],
  ...fields,
});

/** A customer on a plan. */
export const enrolled = (
  dimensions: readonly PaigoDimension[] = [tokens()],
  fields: object = {},
) => ({
  offeringEnrollmentDate: '2026-01-01T00:00:00.000Z',
  offering: {
    offeringId: 'o-basic',
    offeringName: 'Basic',
    currency: 'USD',
    metadata: { 'billport.plan': 'basic' },
    dimensions,
  },
  ...fields,
});

const record = JSON.stringify({
  planCode: 'basic',
  offeringId: 'o-basic',
  createdAt: '2026-01-01T00:00:00.000Z',
});

/** A customer with the subscription `seat` on the plan `basic`. */
export const acme = (fields: object = {}) => ({
  customerId: 'acme',
  customerName: 'Acme',
  email: 'acme@example.com',
  paymentChannel: 'manual',
  currency: 'USD',
  metadata: { 'billport.subscription:seat': record },
  invoices: [],
  enrollments: [enrolled()],
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

/** A usage record as Paigo keeps it. */
export type Kept = Pick<PaigoUsageBody, 'dimensionId' | 'timestamp'> & {
  readonly recordValue: string | number;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  readonly customerId?: string;
};

/** What {@link usageEvent} becomes at Paigo. */
export const kept = (fields: Partial<Kept> = {}): Kept => ({
  dimensionId: 'd-tokens',
  timestamp: '2026-01-15T12:00:00.123Z',
  recordValue: '7',
  metadata: { tokens: '7', 'billport.event': 'e1', 'billport.subscription': 'seat' },
  ...fields,
});

/** The span of one read. */
export interface SpanRead {
  readonly customerId: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly query: Readonly<Record<string, string>>;
}

/** What {@link servePaigo} answers from, and what came. */
export interface ServedPaigo {
  /** Records that can be read; those that are sent are added. */
  readonly records: Kept[];
  readonly reads: SpanRead[];
  readonly sent: PaigoUsageBody[];
  /** Paths of the requests that sent usage. */
  readonly posts: string[];
}

interface Answers {
  readonly customers?: readonly { readonly customerId: string }[];
  readonly records?: readonly Kept[];
  /** Status for a record, and whether it is kept all the same; 201 when undefined. */
  readonly answer?: (
    body: PaigoUsageBody,
    number: number,
  ) => { readonly status: number; readonly body?: object; readonly isKept?: boolean } | undefined;
  /** Answer for a read of usage instead of the records. */
  readonly read?: (span: SpanRead) => readonly [number, object] | undefined;
}

function inSpan(records: readonly Kept[], { customerId, startTime, endTime }: SpanRead) {
  const byDimension = new Map<string, Kept[]>();
  for (const each of records) {
    if ((each.customerId ?? 'acme') !== customerId) continue;
    if (each.timestamp < startTime || each.timestamp >= endTime) continue;
    const known = byDimension.get(each.dimensionId) ?? [];
    byDimension.set(each.dimensionId, [...known, each]);
  }
  return [...byDimension].map(([dimensionId, usage]) => ({ dimensionId, usage }));
}

function serveCustomers(customers: NonNullable<Answers['customers']>): void {
  paigoHost().persist().get('/customers').reply(200, { message: '', data: customers });
  for (const customer of customers) {
    paigoHost()
      .persist()
      .get(`/customers/${customer.customerId}`)
      .reply(200, { message: '', data: [customer] });
  }
}

/** Answers in Paigo's place for tokens, customers and usage. */
export function servePaigo(answers: Answers = {}): ServedPaigo {
  const { customers = [acme()], answer = () => undefined, read = () => undefined } = answers;
  const served: ServedPaigo = {
    records: [...(answers.records ?? [])],
    reads: [],
    sent: [],
    posts: [],
  };
  tokenHost()
    .persist()
    .post('/oauth/token')
    .reply(200, { access_token: TOKEN, expires_in: 86_400, token_type: 'Bearer' });
  serveCustomers(customers);
  paigoHost()
    .persist()
    .get(/^\/customers\/[^/]+\/usage$/)
    .query(true)
    .reply((request: Request) => {
      const url = new URL(request.url);
      const query = Object.fromEntries(url.searchParams);
      const [, , customerId = ''] = url.pathname.split('/');
      const { startTime = '', endTime = '' } = query;
      const span = { customerId, startTime, endTime, query };
      served.reads.push(span);
      return read(span) ?? [200, { message: '', data: inSpan(served.records, span) }];
    });
  paigoHost()
    .persist()
    .post(/^\/usage/)
    .reply(async (request: Request) => {
      const body = (await request.json()) as PaigoUsageBody;
      const { pathname, search } = new URL(request.url);
      served.posts.push(`${pathname}${search}`);
      served.sent.push(body);
      const said = answer(body, served.sent.length);
      const isKept = said?.isKept ?? said === undefined;
      if (isKept) served.records.push(body);
      const status = said?.status ?? 201;
      return [status, said?.body ?? { message: 'x' }, { 'content-type': 'application/json' }];
    });
  return served;
}
