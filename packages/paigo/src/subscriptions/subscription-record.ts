import { normalizeInstant } from '@billport/core';
import { type PaigoMetadata, SUBSCRIPTION_PREFIX } from '../own-metadata.ts';
import { isFields } from '../wire/reading.ts';

/** A plan, and the offering that it is at Paigo. */
export interface PlanOfRecord {
  readonly planCode: string;
  readonly offeringId: string;
}

/**
 * What Billport keeps of a subscription in its customer's metadata: what an enrolment has no field
 * for (`facts/paigo.md §3.2`).
 */
export interface SubscriptionRecord extends PlanOfRecord {
  /** The plan that it was moved away from, and when. It counts where the move was not done. */
  readonly from?: (PlanOfRecord & { readonly changedAt: string }) | undefined;
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** When it was asked for, as an instant. */
  readonly createdAt: string;
  /** When it ended, as an instant; nothing is enrolled for it any more. */
  readonly endedAt?: string | undefined;
  /** Names the call that made it, to tell its work from another's. */
  readonly token?: string | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isMoment = (value: unknown): value is string =>
  isText(value) && normalizeInstant(value) === value;

const isAbsentOr = (check: (value: unknown) => boolean, value: unknown) =>
  value === undefined || check(value);

const isPlan = (value: unknown) =>
  isFields(value) && isText(value.planCode) && isText(value.offeringId);

const isMove = (value: unknown) => isPlan(value) && isFields(value) && isMoment(value.changedAt);

const isTexts = (value: unknown) =>
  isFields(value) && Object.values(value).every((each) => typeof each === 'string');

function isRecord(value: unknown): value is SubscriptionRecord {
  return (
    isFields(value) &&
    isPlan(value) &&
    isMoment(value.createdAt) &&
    isAbsentOr(isMoment, value.endedAt) &&
    isAbsentOr(isMove, value.from) &&
    isAbsentOr(isTexts, value.metadata) &&
    isAbsentOr((name) => typeof name === 'string', value.name) &&
    isAbsentOr(isText, value.token)
  );
}

/** The value; undefined where the text is no JSON, as others may write. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Every subscription that Billport keeps for a customer, by key. What others damaged is left out. */
export function recordsOf(
  metadata: PaigoMetadata | null | undefined,
): ReadonlyMap<string, SubscriptionRecord> {
  const found = Object.entries(metadata ?? {}).flatMap(([name, text]) => {
    if (!name.startsWith(SUBSCRIPTION_PREFIX) || typeof text !== 'string') return [];
    const record = parsed(text);
    return isRecord(record) ? [[name.slice(SUBSCRIPTION_PREFIX.length), record] as const] : [];
  });
  return new Map(found);
}

/** The part of the customer's metadata that keeps the record; null takes it away. */
export function recordMetadata(
  subscriptionKey: string,
  record: SubscriptionRecord | null,
): Record<string, string | null> {
  return {
    [`${SUBSCRIPTION_PREFIX}${subscriptionKey}`]: record === null ? null : JSON.stringify(record),
  };
}
