import { compact } from '@billport/adapter-kit';
import { type Instant, toInstant } from '@billport/core';
import { planCode } from '../plans/to-plan.ts';
import { enrolledAt, type FoundSubscription, isFormer } from './match-enrollments.ts';
import { type FormerPlan, MOST_FORMER_PLANS, type PlanOfRecord } from './subscription-record.ts';
import { notedTrial } from './subscription-view.ts';

/** A plan of a subscription, and the time in which it was its plan. */
export interface PlanInTime extends PlanOfRecord {
  /** Undefined where nobody says when the subscription began. */
  readonly from?: Instant;
  /** Undefined of the present plan, while the subscription is not known to have ended. */
  readonly to?: Instant;
}

type Subscription = Pick<FoundSubscription, 'enrollment' | 'record'>;

/** The plans that the subscription has left, oldest first; undefined where there are none. */
export function formerPlans({
  enrollment,
  record,
}: Subscription): readonly FormerPlan[] | undefined {
  const { former, from } = record ?? {};
  // A change that was not done has left nothing.
  const isLeft = from !== undefined && !(enrollment && record && isFormer(enrollment, record));
  return isLeft ? [...(former ?? []), from].slice(-MOST_FORMER_PLANS) : former;
}

/** The plan that the subscription is on, or was on last. */
function presentPlan({ enrollment, record }: Subscription): PlanOfRecord {
  const offering = enrollment?.offering;
  return {
    planCode: offering ? planCode(offering) : (record?.planCode ?? ''),
    offeringId: offering?.offeringId ?? record?.offeringId ?? '',
    trialDays: offering ? notedTrial(offering, record) : record?.trialDays,
  };
}

/** The first of the moments that anybody tells. */
function firstOf(...moments: readonly (string | undefined)[]): Instant | undefined {
  const told = moments.find((each) => each !== undefined && each !== '');
  return told === undefined ? undefined : toInstant(told);
}

/** When each plan began: as Paigo says, else when the change to it was asked for. */
function startsOf(found: Subscription, former: readonly FormerPlan[]): (Instant | undefined)[] {
  const { enrollment, record } = found;
  const began = firstOf(record?.startAt, record?.createdAt);
  const present = (enrollment && enrolledAt(enrollment)) ?? record?.startedAt;
  const told = [...former.map((each) => each.enrolledAt), present];
  return told.map((each, index) => firstOf(each, former[index - 1]?.leftAt) ?? began);
}

/**
 * The plans that a subscription was on one after the other, oldest first; the last one is the present
 * one, or of a subscription that has ended its last one. Where one ends the next begins. Of more than
 * {@link MOST_FORMER_PLANS} changes the oldest are not kept: then the first `from` lies behind the
 * `startAt` of the record.
 */
export function plansInTime(found: Subscription): readonly PlanInTime[] {
  const former = formerPlans(found) ?? [];
  const starts = startsOf(found, former);
  return [...former, presentPlan(found)].map(({ planCode: code, offeringId, trialDays }, index) => {
    const end = index < former.length ? starts[index + 1] : firstOf(found.record?.endedAt);
    return compact({
      planCode: code,
      offeringId,
      trialDays,
      from: starts[index],
      to: end,
    }) as PlanInTime;
  });
}
