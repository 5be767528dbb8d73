import {
  BillingError,
  type Handlers,
  native,
  toEpochMs,
  toInstant,
  type UpdateSubscriptionInput,
} from '@billport/core';
import { applyChanges } from '../apply-changes.ts';
import { planOf } from '../billing/plan-of.ts';
import { command, type Engine, type Moment, query } from '../engine.ts';
import { schedule, unschedule } from '../jobs.ts';
import { activate } from './activate.ts';
import { changePlan } from './change-plan.ts';
import {
  checkEnd,
  checkStart,
  checkThresholds,
  createSubscription,
} from './create-subscription.ts';
import { endStay } from './end.ts';
import type { Stay } from './stays.ts';
import { toSubscription } from './subscription-view.ts';

function checkLiving(stay: Stay): void {
  if (stay.status === 'pending' || stay.status === 'active') return;
  throw new BillingError('conflict', {
    message: `Subscription ${JSON.stringify(stay.subscriptionKey)} has ended and does not change any more: create a new one.`,
    details: { resource: 'subscription', key: stay.subscriptionKey, state: stay.status },
  });
}

function moveEnd(engine: Engine, stay: Stay): void {
  const ref = String(stay.seq);
  unschedule(engine.database, 'end', ref);
  const { endingAt } = stay.data;
  if (stay.status === 'active' && endingAt !== undefined) {
    schedule(engine.database, { at: endingAt, kind: 'end', ref });
  }
}

function moveStart(engine: Engine, stay: Stay, startAt: number, now: number): Stay {
  if (stay.status !== 'pending') {
    throw new BillingError('conflict', {
      message:
        'startAt: the subscription has started: leave its start as it is, or terminate it and create another.',
      details: { resource: 'subscription', key: stay.subscriptionKey, state: stay.status },
    });
  }
  const ref = String(stay.seq);
  checkStart(engine, stay.subscriptionKey, startAt);
  unschedule(engine.database, 'start', ref);
  const moved = engine.stays.update({
    ...stay,
    data: { ...stay.data, startAt, firstStartedAt: startAt },
  });
  if (startAt <= now) return activate(engine, moved, startAt);
  schedule(engine.database, { at: startAt, kind: 'start', ref });
  return moved;
}

function update(engine: Engine, input: UpdateSubscriptionInput, { now }: Moment): Stay {
  const stay = engine.stays.latest(input.subscriptionKey);
  checkLiving(stay);
  checkThresholds(input.usageThresholds, planOf(engine, stay));
  const { subscriptionKey: _, startAt, endingAt: endText, ...changes } = input;
  const endingAt = typeof endText === 'string' ? toEpochMs(endText) : endText;
  const start = startAt === undefined ? stay.data.startAt : toEpochMs(startAt);
  const data = applyChanges(stay.data, { ...changes, endingAt });
  const movesBound = endingAt !== undefined || startAt !== undefined;
  checkEnd(movesBound ? data.endingAt : undefined, start, now);
  const updated = engine.stays.update({ ...stay, data });
  if (endingAt !== undefined) moveEnd(engine, updated);
  return startAt === undefined ? updated : moveStart(engine, updated, start, now);
}

/** The port `subscriptions`. */
export function subscriptionHandlers(engine: Engine) {
  return {
    create: native(
      command(engine, (input, moment) =>
        toSubscription(engine, createSubscription(engine, input, moment)),
      ),
    ),
    get: native(
      query(engine, ({ subscriptionKey }) =>
        toSubscription(engine, engine.stays.latest(subscriptionKey)),
      ),
    ),
    list: native(
      query(engine, (input) => {
        const page = engine.stays.page(input, input);
        return { ...page, items: page.items.map((stay) => toSubscription(engine, stay)) };
      }),
    ),
    update: native(
      command(engine, (input, moment) => toSubscription(engine, update(engine, input, moment))),
    ),
    changePlan: native(
      command(engine, (input, moment) => {
        const { stay, change, effectiveAt } = changePlan(engine, input, moment);
        return {
          subscription: toSubscription(engine, stay),
          change,
          effectiveAt: toInstant(effectiveAt),
        };
      }),
    ),
    terminate: native(
      command(engine, (input, { now }) => {
        const stay = engine.stays.latest(input.subscriptionKey);
        const ending = {
          unusedCredit: input.unusedCredit ?? 'credit',
          invoice: input.finalInvoice !== 'skip',
        };
        return toSubscription(engine, endStay(engine, stay, now, ending));
      }),
    ),
  } satisfies Handlers['subscriptions'];
}
