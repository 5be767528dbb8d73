import {
  BillingError,
  type CreateSubscriptionInput,
  invalidInput,
  type Plan,
  toEpochMs,
  toInstant,
  type UsageThreshold,
} from '@billport/core';
import { compact } from '../apply-changes.ts';
import type { Engine, Moment } from '../engine.ts';
import { schedule } from '../jobs.ts';
import { activate } from './activate.ts';
import { checkFunctions } from './check-functions.ts';
import { fixCurrency } from './fix-currency.ts';
import type { Stay } from './stays.ts';

/** @throws BillingError `already_exists` while the key names a pending or active subscription. */
function checkKeyIsFree(engine: Engine, key: string): void {
  const living = engine.stays
    .ofKey(key)
    .find(({ status }) => status === 'pending' || status === 'active');
  if (living === undefined) return;
  throw new BillingError('already_exists', {
    message: `There is a subscription ${JSON.stringify(key)} already. Use changePlan to move it to another plan.`,
    details: { resource: 'subscription', key },
  });
}

/** @throws BillingError `invalid_input` when an end does not lie in the future and after the start. */
export function checkEnd(endingAt: number | undefined, startAt: number, now: number): void {
  if (endingAt === undefined || (endingAt > startAt && endingAt > now)) return;
  const message = 'Write a moment after the start and in the future; to end it now use terminate.';
  throw invalidInput([{ path: ['endingAt'], message }]);
}

/** @throws BillingError `invalid_input` when a threshold is in another currency than the plan. */
export function checkThresholds(
  thresholds: readonly UsageThreshold[] | null | undefined,
  plan: Plan,
): void {
  const { currency } = plan.price;
  const issues = (thresholds ?? []).flatMap(({ amount }, index) =>
    amount.currency === currency
      ? []
      : [
          {
            path: ['usageThresholds', index, 'amount', 'currency'],
            message: `Write ${currency}, the currency of the plan's price.`,
          },
        ],
  );
  if (issues.length > 0) throw invalidInput(issues);
}

/**
 * A key that is used again begins where its last life ended: what was used before is billed.
 * @throws BillingError `invalid_input` for an earlier start.
 */
export function checkStart(engine: Engine, subscriptionKey: string, startAt: number): void {
  const stays = engine.stays.ofKey(subscriptionKey).filter(({ startedAt }) => startedAt);
  const endedAt = Math.max(...stays.map((stay) => stay.endedAt ?? stay.startedAt ?? 0));
  if (startAt >= endedAt) return;
  const message = `Write ${toInstant(endedAt)} or later, when the last subscription of this key ended, or choose another key.`;
  throw invalidInput([{ path: ['startAt'], message }]);
}

/** Puts a customer on a plan: now, from a moment in the past, or from one in the future. */
export function createSubscription(
  engine: Engine,
  input: CreateSubscriptionInput,
  { now }: Moment,
): Stay {
  const customer = engine.tables.customers.get(input.customerKey);
  const plan = engine.tables.plans.get(input.planCode);
  checkKeyIsFree(engine, input.subscriptionKey);
  checkFunctions(engine, plan, 'planCode');
  checkThresholds(input.usageThresholds, plan);
  const startAt = input.startAt === undefined ? now : toEpochMs(input.startAt);
  const endingAt = input.endingAt === undefined ? undefined : toEpochMs(input.endingAt);
  checkStart(engine, input.subscriptionKey, startAt);
  checkEnd(endingAt, startAt, now);
  fixCurrency(engine, customer, plan.price.currency, 'planCode');

  const stay = engine.stays.insert({
    subscriptionKey: input.subscriptionKey,
    customerKey: input.customerKey,
    planCode: input.planCode,
    status: 'pending',
    startedAt: undefined,
    endedAt: undefined,
    data: compact({
      name: input.name,
      billingTime: input.billingTime ?? 'calendar',
      startAt,
      firstStartedAt: startAt,
      endingAt,
      usageThresholds: input.usageThresholds,
      metadata: input.metadata,
      createdAt: now,
    }) as Stay['data'],
  });
  if (startAt > now) {
    schedule(engine.database, { at: startAt, kind: 'start', ref: String(stay.seq) });
    return stay;
  }
  return activate(engine, stay, startAt);
}
