import { Decimal, normalizeInstant } from '@billport/core';
import { type PaigoMetadata, SUBSCRIPTION_PREFIX } from '../own-metadata.ts';
import { ownRecord, ownRecords } from '../own-records.ts';
import { isFields } from '../wire/reading.ts';

/** A plan, and the offering that it is at Paigo. */
export interface PlanOfRecord {
  readonly planCode: string;
  readonly offeringId: string;
  /**
   * Days of its trial for who came on it, as decimal text, `0` for none: a plan can change its trial
   * for later subscriptions. Undefined where others enrolled the customer.
   */
  readonly trialDays?: string | undefined;
}

/** The plan that a subscription was moved away from. */
export interface FormerPlan extends PlanOfRecord {
  /** When its enrolment began, to tell that one from a later one; empty where Paigo does not say. */
  readonly enrolledAt: string;
  /** When the change was asked for, by our clock. */
  readonly leftAt: string;
}

/** How many plans before are kept: the metadata of a customer must not grow with every change. */
export const MOST_FORMER_PLANS = 24;

/**
 * What Billport keeps of a subscription in its customer's metadata: what an enrolment has no field
 * for (`facts/paigo.md §3.2`). Moments are instants.
 */
export interface SubscriptionRecord extends PlanOfRecord {
  /** Its enrolment counts while that of the new plan is not there. */
  readonly from?: FormerPlan | undefined;
  /** The plans before `from`, oldest first: the last {@link MOST_FORMER_PLANS}. */
  readonly former?: readonly FormerPlan[] | undefined;
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** When Billport first knew of it. */
  readonly createdAt: string;
  /** When its first enrolment began, of one that has changed its plan or has ended. */
  readonly startAt?: string | undefined;
  /** When its last enrolment began, of one that has ended. */
  readonly startedAt?: string | undefined;
  /** When it ended: nothing is enrolled for it any more. */
  readonly endedAt?: string | undefined;
  /** Names the call that made it, to tell its work from another's. */
  readonly token?: string | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isMoment = (value: unknown): boolean => isText(value) && normalizeInstant(value) === value;

const isPlan = (value: unknown) =>
  isFields(value) &&
  isText(value.planCode) &&
  isText(value.offeringId) &&
  (value.trialDays === undefined || Decimal.isDecimal(value.trialDays));

const isFormer = (value: unknown) =>
  isPlan(value) &&
  isFields(value) &&
  typeof value.enrolledAt === 'string' &&
  isMoment(value.leftAt);

const isTexts = (value: unknown) =>
  isFields(value) && Object.values(value).every((each) => typeof each === 'string');

/** What each field that may be absent has to be. */
const OPTIONAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  from: isFormer,
  former: (value) => Array.isArray(value) && value.every(isFormer),
  name: isText,
  metadata: isTexts,
  startAt: isMoment,
  startedAt: isMoment,
  endedAt: isMoment,
  token: isText,
};

function isRecord(value: unknown): value is SubscriptionRecord {
  if (!isFields(value) || !isPlan(value) || !isMoment(value.createdAt)) return false;
  return Object.entries(OPTIONAL).every(
    ([name, check]) => value[name] === undefined || check(value[name]),
  );
}

/** Every subscription that Billport keeps for a customer, by key. */
export const recordsOf = (
  metadata: PaigoMetadata | null | undefined,
): ReadonlyMap<string, SubscriptionRecord> => ownRecords(metadata, SUBSCRIPTION_PREFIX, isRecord);

/** The part of the customer's metadata that keeps the record; null takes it away. */
export const recordMetadata = (
  subscriptionKey: string,
  record: SubscriptionRecord | null,
): Record<string, string | null> => ownRecord(SUBSCRIPTION_PREFIX, subscriptionKey, record);
