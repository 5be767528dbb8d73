import { inTurns, wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  currencyDigits,
  Decimal,
  type Page,
  type Result,
  toInstant,
  type UsageSummary,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allOfferings } from '../plans/find-plan.ts';
import { aboutSubscription, findSubscription } from '../subscriptions/find-subscription.ts';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import { type PlanInTime, plansInTime } from '../subscriptions/plans-in-time.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { listOf } from '../wire/reading.ts';
import { chargeUsages, type UsageItem, unpricedWarning } from './charge-usage.ts';
import { notBilled } from './not-billed.ts';
import { rowsOfOffering } from './offering-rows.ts';
import type { Span } from './raw-usage.ts';
import { readUntilNow } from './read-until-now.ts';
import {
  type FormerSubscriber,
  formerSubscriber,
  presentSubscriber,
  type Subscriber,
} from './subscriber.ts';
import { earlierInMonth, pastParts, presentPart, presentPlan, unknownTime } from './usage-parts.ts';

/** Aggregated usage of a span, by dimension: each interval of each dimension is one item. */
async function readAggregates(
  paigo: Connection,
  subscriber: Subscriber,
  span: Span,
  context: CallContext,
): Promise<ReadonlyMap<string, readonly UsageItem[]>> {
  const { customerKey, isEnrolled } = subscriber;
  const query = { ignoreEnrollmentDate: isEnrolled ? undefined : 'true' };
  const rows = await readUntilNow<UsageItem>(paigo, customerKey, span, query, context);
  const items = new Map<string, UsageItem[]>();
  for (const { dimensionId, usage } of rowsOfOffering(rows, subscriber)) {
    items.set(dimensionId, [...(items.get(dimensionId) ?? []), ...listOf<UsageItem>(usage)]);
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
  const warnings = [
    ...dimensions.flatMap((each) => unpricedWarning(each, itemsOf(each)) ?? []),
    ...(total.isZero() ? [] : notBilled(subscriber, span)),
  ];
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
 * What a subscription used so far in the present calendar month (UTC), on its present plan.
 * @throws BillingError `not_found`, or `conflict` when it has ended
 */
export async function currentUsage(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<Result<UsageSummary>> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  const { enrollment } = found;
  if (enrollment === undefined) {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(subscriptionKey)} has ended: only an active one has current usage. See usage.past.`,
      details: { ...aboutSubscription(subscriptionKey), state: 'terminated' },
    });
  }
  const plans = plansInTime(found);
  const part = presentPart(plans, paigo.clock.now());
  const earlier = earlierInMonth(plans, part);
  const summary = await summaryOf(paigo, presentSubscriber(found, enrollment), part, context);
  if (earlier === undefined) return summary;
  return { ...summary, warnings: [...(summary.warnings ?? []), earlier] };
}

/** A part of a past, and who used in it. */
interface SubscribedPart extends Span {
  readonly subscriber: Subscriber;
}

/** Who used under each of the plans. */
async function subscribersOf(
  paigo: Connection,
  found: FoundSubscription,
  plans: readonly PlanInTime[],
  context: CallContext,
): Promise<ReadonlyMap<PlanInTime, FormerSubscriber>> {
  const { enrollment } = found;
  const present = enrollment && presentPlan(plans);
  const former = plans.filter((plan) => plan !== present);
  const offerings = former.length === 0 ? [] : await allOfferings(paigo, context);
  return new Map(
    plans.map((plan) => [
      plan,
      enrollment !== undefined && plan === present
        ? { subscriber: presentSubscriber(found, enrollment) }
        : formerSubscriber(found, plan, offerings),
    ]),
  );
}

/** What of a subscription's life is over and can be priced, latest first, and what is to be said of it. */
async function readPast(paigo: Connection, found: FoundSubscription, context: CallContext) {
  const plans = plansInTime(found);
  const parts = pastParts(plans, paigo.clock.now());
  const used = [...new Set(parts.map(({ plan }) => plan))];
  const subscribers =
    used.length === 0
      ? new Map<PlanInTime, FormerSubscriber>()
      : await subscribersOf(paigo, found, plans, context);
  return {
    parts: parts.flatMap(({ from, to, plan }): SubscribedPart[] => {
      const { subscriber } = subscribers.get(plan) ?? {};
      return subscriber === undefined ? [] : [{ from, to, subscriber }];
    }),
    warnings: [
      unknownTime(found, plans),
      ...used.map((plan) => subscribers.get(plan)?.warning),
    ].filter((warning) => warning !== undefined),
  };
}

/** Each once: several months can have the same one. */
const distinct = (warnings: readonly Warning[]): Warning[] => [
  ...new Map(warnings.map((each) => [each.message, each])).values(),
];

/**
 * A page of what a subscription used in the calendar months (UTC) that are over, latest first. A month
 * in which the plan was changed is in two parts, each at the prices of its plan. Of a subscription
 * that ended, the last month ends with it. What cannot be told is named in the warnings.
 * @throws BillingError `not_found`
 */
export async function pastUsage(
  paigo: Connection,
  { subscriptionKey, limit, cursor }: CheckedInputOf<typeof contract.usage.past>,
  context: CallContext,
): Promise<Page<UsageSummary>> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  const { parts, warnings } = await readPast(paigo, found, context);
  const inTurn = inTurns(paigo.usageConcurrency);
  const page = await wholePage<SubscribedPart, UsageSummary>({
    limit,
    cursor,
    scope: JSON.stringify(['usage.past', subscriptionKey]),
    idOf: ({ from, to }) => `${from}/${to}`,
    fetch: async () => parts,
    toItem: (part) =>
      inTurn(async () => {
        const result = await summaryOf(paigo, part.subscriber, part, context);
        const { warnings: told = [], ...summary } = result;
        warnings.push(...told);
        return summary;
      }),
  });
  return { ...page, ...(warnings.length > 0 && { warnings: distinct(warnings) }) };
}
