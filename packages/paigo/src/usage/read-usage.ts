import { inTurns, path, wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  currencyDigits,
  Decimal,
  isCurrency,
  type Page,
  type Result,
  toEpochMs,
  toInstant,
  type UsageSummary,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutCustomer } from '../customers/read-customer.ts';
import { chargedDimensions } from '../plans/charge-dimension.ts';
import { findOffering } from '../plans/find-plan.ts';
import { offeringCurrency, planCode } from '../plans/to-plan.ts';
import { aboutSubscription, findSubscription } from '../subscriptions/find-subscription.ts';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { isFields, textOf } from '../wire/reading.ts';
import type { PaigoDimensionUsage } from '../wire/usage.ts';
import { chargeUsages, type UsageItem, unpricedWarning } from './charge-usage.ts';
import { enrolledFrom } from './event-targets.ts';
import { monthOf, monthsOf } from './months.ts';
import { readableUntil, type Span } from './raw-usage.ts';

/** Whose usage is summed up, and at which prices. */
interface Subscriber {
  readonly subscriptionKey: string;
  readonly customerKey: string;
  readonly planCode: string;
  readonly currency: string;
  readonly dimensions: readonly PaigoDimension[];
  /** Whether the customer is on the plan no more: Paigo hides its usage then, unless told otherwise. */
  readonly hasEnded: boolean;
}

type Enrollment = NonNullable<FoundSubscription['enrollment']>;
type Overrides = Parameters<typeof chargedDimensions>[1];

/** Prices of this enrolment alone (`facts/paigo.md §3.2`). */
function overridesOf({ overrides }: Enrollment): Overrides {
  const own = isFields(overrides) ? overrides.dimensionOverrides : undefined;
  return Array.isArray(own) ? (own.filter(isFields) as unknown as Overrides) : [];
}

/** Currency of the customer, which is stronger than the plan's (`facts/paigo.md §4`). */
function currencyOf({ customer }: FoundSubscription, offering: Enrollment['offering']): string {
  const currency = textOf(customer.currency)?.toUpperCase();
  return currency !== undefined && isCurrency(currency) ? currency : offeringCurrency(offering);
}

/**
 * Who uses, by what Paigo says of the subscription; of one that ended, by its plan as it is now.
 * @throws BillingError `not_found` when the plan of one that ended is gone
 */
async function subscriberOf(
  paigo: Connection,
  found: FoundSubscription,
  context: CallContext,
): Promise<Subscriber> {
  const { subscriptionKey, customer, enrollment, record } = found;
  const offering =
    enrollment?.offering ?? (await findOffering(paigo, record?.planCode ?? '', context));
  return {
    subscriptionKey,
    customerKey: customer.customerId,
    planCode: planCode(offering),
    currency: currencyOf(found, offering),
    dimensions: chargedDimensions(offering, enrollment && overridesOf(enrollment)),
    hasEnded: enrollment === undefined,
  };
}

/** Aggregated usage of a span, by dimension: each interval of each dimension is one item. */
async function readAggregates(
  paigo: Connection,
  { customerKey, hasEnded }: Subscriber,
  { from, to }: Span,
  context: CallContext,
): Promise<ReadonlyMap<string, readonly UsageItem[]>> {
  const end = Math.min(to, readableUntil(paigo));
  if (from >= end) return new Map();
  const rows = await paigo.readAll<PaigoDimensionUsage<UsageItem>>(
    path`/customers/${customerKey}/usage`,
    context,
    {
      query: {
        startTime: toInstant(from),
        endTime: toInstant(end),
        ignoreEnrollmentDate: hasEnded ? 'true' : undefined,
      },
      about: aboutCustomer(customerKey),
    },
  );
  const items = new Map<string, UsageItem[]>();
  for (const { dimensionId, usage } of rows) {
    items.set(dimensionId, [...(items.get(dimensionId) ?? []), ...(usage ?? [])]);
  }
  return items;
}

/** What a subscriber used in a span, priced here: Paigo brings units only (`facts/paigo.md §5`). */
async function summaryOf(
  paigo: Connection,
  subscriber: Subscriber,
  span: Span,
  context: CallContext,
): Promise<Result<UsageSummary>> {
  const { subscriptionKey, customerKey, planCode: code, currency, dimensions } = subscriber;
  const usage = await readAggregates(paigo, subscriber, span, context);
  const itemsOf = ({ dimensionId }: PaigoDimension) => usage.get(dimensionId) ?? [];
  const charges = dimensions.flatMap((each) => chargeUsages(each, itemsOf(each), currency));
  const total = Decimal.sum(charges.map(({ amount }) => Decimal.parse(amount.amount)));
  const warnings = dimensions.flatMap((each) => unpricedWarning(each, itemsOf(each)) ?? []);
  return {
    subscriptionKey,
    customerKey,
    planCode: code,
    period: { from: toInstant(span.from), to: toInstant(span.to) },
    charges,
    amount: { amount: total.toFixed(currencyDigits(currency)), currency },
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * The time of a subscription that is over: up to the present month, or to its end where anybody says
 * when that was; epoch milliseconds.
 */
function pastOf(paigo: Connection, found: FoundSubscription): Span {
  const { enrollment, record } = found;
  const month = monthOf(paigo.clock.now());
  const isOver = enrollment === undefined && record?.endedAt !== undefined;
  return {
    from: startOf(found) ?? month.from,
    to: isOver ? toEpochMs(record.endedAt) : month.from,
  };
}

/** When the subscription began: epoch milliseconds; undefined where nobody says. */
function startOf({ enrollment, record }: FoundSubscription): number | undefined {
  const enrolled = enrollment === undefined ? Number.NaN : enrolledFrom(enrollment);
  if (Number.isFinite(enrolled)) return enrolled;
  return record === undefined ? undefined : toEpochMs(record.createdAt);
}

/**
 * What a subscription used so far in the present calendar month (UTC).
 * @throws BillingError `not_found`, or `conflict` when it has ended
 */
export async function currentUsage(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<Result<UsageSummary>> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  if (found.enrollment === undefined) {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(subscriptionKey)} has ended: only an active one has current usage. See usage.past.`,
      details: { ...aboutSubscription(subscriptionKey), state: 'terminated' },
    });
  }
  const now = paigo.clock.now();
  const month = monthOf(now);
  const start = Math.min(startOf(found) ?? month.from, now);
  const span = { from: Math.max(month.from, start), to: month.to };
  return summaryOf(paigo, await subscriberOf(paigo, found, context), span, context);
}

/**
 * A page of what a subscription used in the calendar months (UTC) that are over, latest first. Of one
 * that ended, the last month ends with it.
 * @throws BillingError `not_found`
 */
export async function pastUsage(
  paigo: Connection,
  { subscriptionKey, limit, cursor }: CheckedInputOf<typeof contract.usage.past>,
  context: CallContext,
): Promise<Page<UsageSummary>> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  const months = monthsOf(pastOf(paigo, found));
  const inTurn = inTurns(paigo.usageConcurrency);
  let subscriber: Promise<Subscriber> | undefined;
  const warnings: Warning[] = [];
  const page = await wholePage<Span, UsageSummary>({
    limit,
    cursor,
    scope: JSON.stringify(['usage.past', subscriptionKey]),
    idOf: (month) => String(month.from),
    fetch: async () => months,
    toItem: (month) =>
      inTurn(async () => {
        subscriber ??= subscriberOf(paigo, found, context);
        const result = await summaryOf(paigo, await subscriber, month, context);
        const { warnings: told = [], ...summary } = result;
        warnings.push(...told);
        return summary;
      }),
  });
  return { ...page, ...(warnings.length > 0 && { warnings }) };
}
