import { toEpochMs } from '@billport/core';
import { enrolledAt, type FoundSubscription } from '../subscriptions/match-enrollments.ts';

/**
 * When a subscription began, also before its plan was changed; epoch milliseconds. Undefined where
 * nobody says.
 */
export function subscriptionStart({ enrollment, record }: FoundSubscription): number | undefined {
  const enrolled = enrollment && enrolledAt(enrollment);
  const instant = record?.startAt ?? enrolled ?? record?.createdAt;
  return instant === undefined ? undefined : toEpochMs(instant);
}
