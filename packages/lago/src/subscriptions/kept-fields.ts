import { type Subscription, toEpochMs, type UsageThreshold, type Warning } from '@billport/core';
import { keptAsItWas } from '../kept-as-it-was.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import { applicableThresholds } from './subscription-view.ts';
import { sameThresholds } from './usage-thresholds.ts';

/** What was asked of a subscription; null clears. */
export interface AskedSubscription {
  readonly name?: string | null | undefined;
  readonly billingTime?: string | undefined;
  readonly startAt?: string | undefined;
  readonly endingAt?: string | null | undefined;
  readonly usageThresholds?: readonly UsageThreshold[] | null | undefined;
  readonly metadata?: unknown;
}

/** Lago echoes whole seconds (`facts/lago.md §a`, Dates). */
function sameSecond(asked: string | null, kept: string | undefined): boolean {
  if (asked === null || kept === undefined) return asked === null && kept === undefined;
  return Math.floor(toEpochMs(asked) / 1000) === Math.floor(toEpochMs(kept) / 1000);
}

function keepsThresholds(asked: readonly UsageThreshold[] | null, row: LagoSubscription): boolean {
  if (asked === null || asked.length === 0) return true;
  return sameThresholds(asked, applicableThresholds(row) ?? []);
}

function* droppedFields(
  asked: AskedSubscription,
  row: LagoSubscription,
  kept: Subscription,
): Generator<string> {
  const { name, billingTime, startAt, endingAt, usageThresholds } = asked;
  // Lago cuts blanks off (`facts/lago.md §b`, Subscriptions).
  if (name !== undefined && (name ?? '').trim() !== (kept.name ?? '')) yield 'name';
  if (billingTime !== undefined && billingTime !== kept.billingTime) yield 'billingTime';
  if (startAt !== undefined && !sameSecond(startAt, kept.startAt)) yield 'startAt';
  if (endingAt !== undefined && !sameSecond(endingAt, kept.endingAt)) yield 'endingAt';
  if (usageThresholds !== undefined && !keepsThresholds(usageThresholds, row)) {
    yield 'usageThresholds';
  }
}

/** A warning for each field that was asked for and that Lago did not keep, or has no place for. */
export function droppedWarnings(
  asked: AskedSubscription,
  row: LagoSubscription,
  kept: Subscription,
): Warning[] {
  const warnings = keptAsItWas([...droppedFields(asked, row, kept)]);
  if (asked.metadata === undefined || asked.metadata === null) return warnings;
  const message = 'Lago keeps no metadata of subscriptions: keep it on the customer, or yourself.';
  return [...warnings, { code: 'not_applied', message, field: 'metadata' }];
}
