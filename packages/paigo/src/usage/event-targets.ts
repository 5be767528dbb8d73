import { BillingError, toEpochMs, type UsageEventInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { chargeDimension, chargedDimensions } from '../plans/charge-dimension.ts';
import { planCode } from '../plans/to-plan.ts';
import { findSubscriptions } from '../subscriptions/find-subscription.ts';
import { enrolledAt, type FoundSubscription } from '../subscriptions/match-enrollments.ts';
import { type Meant, onlyMeant } from '../subscriptions/meant-subscription.ts';
import type { PaigoDimension } from '../wire/dimension.ts';

/** Where events of one metric go. */
export interface EventMetric {
  readonly dimensionId: string;
  /** The property that holds the amount; undefined where events are counted. */
  readonly property: string | undefined;
  /** Whether the amount is a property of its own, which is not kept beside it. */
  readonly isValueOnly: boolean;
  /** Whether the metadata of records decides their price: then none is added (§6.2). */
  readonly isPricedByMetadata: boolean;
  /** What is aggregated and rounded together; records must not move out of it. */
  readonly interval: 'hour' | 'day' | 'month';
}

/** Where events of one subscription go. */
export interface EventTarget {
  readonly customerId: string;
  readonly planCode: string;
  /** From when usage is billed; epoch milliseconds. */
  readonly from: number;
  /** By code. */
  readonly metrics: ReadonlyMap<string, EventMetric>;
}

/** What events say of a dimension that others made, whose amount has no name: Paigo's word for it. */
const VALUE_PROPERTY = 'recordValue';

function intervalOf({ aggregationInterval }: PaigoDimension): EventMetric['interval'] {
  const interval = aggregationInterval ?? 'hour';
  return interval === 'hour' || interval === 'day' ? interval : 'month';
}

/** Where events of a dimension go, by the code of its metric. */
export function eventMetric(
  dimension: PaigoDimension,
): readonly [code: string, metric: EventMetric] {
  const { metric, dimensionId, aggregation, property, isPricedByMetadata } =
    chargeDimension(dimension);
  const isCount = aggregation === 'count';
  return [
    metric,
    {
      dimensionId,
      property: isCount ? undefined : (property ?? VALUE_PROPERTY),
      isValueOnly: !isCount && property === undefined,
      isPricedByMetadata,
      interval: intervalOf(dimension),
    },
  ];
}

/** An enrolment of a subscription. */
type Enrollment = NonNullable<FoundSubscription['enrollment']>;

/** When the enrolment began; epoch milliseconds, and before all time where Paigo does not say. */
export function enrolledFrom(enrollment: Enrollment): number {
  const instant = enrolledAt(enrollment);
  return instant === undefined ? Number.NEGATIVE_INFINITY : toEpochMs(instant);
}

/** Where usage of an enrolment goes. */
function targetOf({ customer }: FoundSubscription, enrollment: Enrollment): EventTarget {
  const dimensions = chargedDimensions(enrollment.offering);
  return {
    customerId: customer.customerId,
    planCode: planCode(enrollment.offering),
    from: enrolledFrom(enrollment),
    metrics: new Map(dimensions.map(eventMetric)),
  };
}

/**
 * Where usage of a subscription goes; that it ended, or is not enrolled: its create did not come to
 * its end, or others unenrolled the customer; or why nobody knows which one is meant.
 */
type TargetOfKey = EventTarget | 'ended' | 'not_enrolled' | BillingError<'conflict'>;

/** Of the subscriptions that there are, by key. */
export type EventTargets = ReadonlyMap<string, TargetOfKey>;

function targetOfKey(meant: Meant): TargetOfKey {
  const subscription = onlyMeant(meant);
  if (BillingError.is(subscription)) return subscription;
  const { enrollment, record } = subscription;
  if (enrollment !== undefined) return targetOf(subscription, enrollment);
  return record?.endedAt === undefined ? 'not_enrolled' : 'ended';
}

/** Reads each subscription that the events name, once. */
export async function findTargets(
  paigo: Connection,
  events: readonly UsageEventInput[],
  context: CallContext,
): Promise<EventTargets> {
  const keys = new Set<string>();
  let last: string | undefined;
  for (const { subscriptionKey } of events) {
    if (subscriptionKey !== last) keys.add(subscriptionKey);
    last = subscriptionKey;
  }
  const found = await findSubscriptions(paigo, keys, context);
  return new Map([...found].map(([key, meant]) => [key, targetOfKey(meant)] as const));
}
