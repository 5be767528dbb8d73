import { isCurrency, toInstant, type Warning } from '@billport/core';
import { chargedDimensions } from '../plans/charge-dimension.ts';
import { offeringCurrency, planCode } from '../plans/to-plan.ts';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import type { PlanInTime } from '../subscriptions/plans-in-time.ts';
import { enrollmentTrialEnd, trialDaysOf, trialEnd } from '../subscriptions/subscription-view.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import type { PaigoDimensionOverride, PaigoOffering } from '../wire/offering.ts';
import { isFields, listOf, textOf } from '../wire/reading.ts';
import { type Discount, discountOf } from './discount.ts';

/** Whose usage is summed up, and at which prices. */
export interface Subscriber {
  readonly subscriptionKey: string;
  readonly customerKey: string;
  readonly planCode: string;
  readonly offeringId: string;
  readonly currency: string;
  readonly dimensions: readonly PaigoDimension[];
  /** Whether the customer is on the plan now: Paigo hides usage of before, unless told otherwise. */
  readonly isEnrolled: boolean;
  /** An instant; undefined without a trial. */
  readonly trialEndsAt: string | undefined;
  readonly discount: Discount | undefined;
}

type Enrollment = NonNullable<FoundSubscription['enrollment']>;

/** Prices of this enrolment alone (`facts/paigo.md §3.2`). */
function overridesOf({ overrides }: Enrollment): PaigoDimensionOverride[] {
  return listOf(isFields(overrides) ? overrides.dimensionOverrides : undefined);
}

/** Currency of the customer, which is stronger than the plan's (`facts/paigo.md §4`). */
function currencyOf({ customer }: FoundSubscription, offering: PaigoOffering): string {
  const currency = textOf(customer.currency)?.toUpperCase();
  return currency !== undefined && isCurrency(currency) ? currency : offeringCurrency(offering);
}

/** Who uses under an offering. */
function subscriberOf(
  found: FoundSubscription,
  offering: PaigoOffering,
  enrollment: Enrollment | undefined,
  trialEndsAt: string | undefined,
): Subscriber {
  return {
    subscriptionKey: found.subscriptionKey,
    customerKey: found.customer.customerId,
    planCode: planCode(offering),
    offeringId: offering.offeringId,
    currency: currencyOf(found, offering),
    dimensions: chargedDimensions(offering, enrollment && overridesOf(enrollment)),
    isEnrolled: enrollment !== undefined,
    trialEndsAt,
    discount: discountOf(found),
  };
}

/** Who uses now, by what Paigo says of the enrolment. */
export const presentSubscriber = (found: FoundSubscription, enrollment: Enrollment): Subscriber =>
  subscriberOf(
    found,
    enrollment.offering,
    enrollment,
    enrollmentTrialEnd(enrollment, found.record),
  );

/** Who used under a plan before, and what of its prices is to be told. */
export interface FormerSubscriber {
  readonly subscriber?: Subscriber;
  readonly warning?: Warning;
}

const spanText = ({ from, to }: PlanInTime): string =>
  [from && `from ${toInstant(from)}`, to && `to ${toInstant(to)}`].filter(Boolean).join(' ');

/** The end of the trial on a plan, which ends with the plan at the latest. */
function formerTrialEnd({ from, to, trialDays }: PlanInTime, offering: PaigoOffering) {
  const end = trialEnd(from, trialDays ?? trialDaysOf(offering));
  return end !== undefined && to !== undefined && end > to ? to : end;
}

/**
 * Who used under a plan that the subscription has left. An offering that was made in the place of
 * its own has its code, and perhaps other prices.
 * @param offerings of the whole account
 */
export function formerSubscriber(
  found: FoundSubscription,
  plan: PlanInTime,
  offerings: readonly PaigoOffering[],
): FormerSubscriber {
  const name = `plan ${JSON.stringify(plan.planCode)} (offering ${JSON.stringify(plan.offeringId)})`;
  const warn = (message: string): Warning => ({ code: 'partial', field: 'planCode', message });
  const own = offerings.find(({ offeringId }) => offeringId === plan.offeringId);
  const subscriber = (offering: PaigoOffering) =>
    subscriberOf(found, offering, undefined, formerTrialEnd(plan, offering));
  if (own !== undefined) return { subscriber: subscriber(own) };
  const other = offerings.findLast((each) => planCode(each) === plan.planCode);
  if (other === undefined) {
    return {
      warning: warn(`Usage ${spanText(plan)} is left out: the ${name} is not there any more.`),
    };
  }
  return {
    subscriber: subscriber(other),
    warning: warn(
      `Usage ${spanText(plan)} is priced by another offering with the same code: the ${name} is not there any more.`,
    ),
  };
}
