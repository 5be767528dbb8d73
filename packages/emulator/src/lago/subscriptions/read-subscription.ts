import type { Fields } from '../../machinery/json-fields.ts';
import { forbidden, invalid, notEmulated, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { instantOrDay } from '../instant-or-day.ts';
import { type LagoPlan, plansOf } from '../plan-book.ts';
import { engineThresholds } from '../plans/engine-plan.ts';
import { readThresholds } from '../plans/read-thresholds.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

/** What `POST /subscriptions` asks for. */
export interface SubscriptionInput {
  readonly externalId: string;
  readonly customerKey: string;
  readonly plan: LagoPlan;
  readonly name: string | undefined;
  readonly billingTime: 'calendar' | 'anniversary' | undefined;
  readonly startAt: string | undefined;
  readonly endingAt: string | undefined;
  readonly usageThresholds: ReturnType<typeof engineThresholds> | undefined;
}

/** Text without blanks at its ends, as Lago keeps names and ids. */
const strippedText = (fields: Fields, name: string): string => (textIn(fields, name) ?? '').trim();

/**
 * Prices for one subscription alone.
 * @throws LagoFailure 403 without a licence
 */
export function refuseOverrides(state: LagoState, fields: Fields): void {
  if (fields.plan_overrides === undefined || fields.plan_overrides === null) return;
  if (!state.switches.premium) throw forbidden();
  throw notEmulated('Prices for one subscription alone (plan_overrides).');
}

/** A moment, null to clear it; reports `invalid_date` for anything else. */
export function readMoment(
  fields: Fields,
  name: string,
  errors: FieldErrors,
): string | null | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return value;
  const instant = instantOrDay(value);
  if (instant === undefined) errors.add(name, 'invalid_date');
  return instant;
}

const dayOf = (instant: string) => instant.slice(0, 10);

/** An end lies on a later day than today and than the start (`facts/lago.md §b` "Subscriptions"). */
export function checkEnd(
  endingAt: string | null | undefined,
  startAt: string,
  now: string,
  errors: FieldErrors,
): void {
  if (endingAt === null || endingAt === undefined) return;
  if (dayOf(endingAt) > dayOf(now) && dayOf(endingAt) > dayOf(startAt)) return;
  errors.add('ending_at', 'invalid_date');
}

/** Thresholds of the subscription's own need a licence: without one they are dropped. */
export function readOwnThresholds(state: LagoState, fields: Fields, plan: LagoPlan) {
  const { usage_thresholds: sent } = fields;
  if (!state.switches.premium || !Array.isArray(sent)) return undefined;
  return engineThresholds(readThresholds(state, sent), plan.currency);
}

function readBillingTime(fields: Fields, errors: FieldErrors) {
  const { billing_time: time } = fields;
  if (time === undefined || time === null) return undefined;
  if (time === 'calendar' || time === 'anniversary') return time;
  errors.add('billing_time', 'value_is_invalid');
  return undefined;
}

/**
 * Reads a new subscription or a change of plan.
 * @throws LagoFailure 404 for the plan, before anything else; 403 for what needs a licence; 422
 */
export function readSubscription(state: LagoState, fields: Fields): SubscriptionInput {
  const plan = plansOf(state).find(strippedText(fields, 'plan_code'));
  if (plan === undefined) throw notFound('plan');
  refuseOverrides(state, fields);
  const errors = new FieldErrors();
  errors.require(fields, 'external_customer_id', 'external_id');
  const startAt = readMoment(fields, 'subscription_at', errors) ?? undefined;
  const endingAt = readMoment(fields, 'ending_at', errors) ?? undefined;
  const now = state.now();
  checkEnd(endingAt, startAt ?? now, now, errors);
  const billingTime = readBillingTime(fields, errors);
  errors.throwIfAny();
  return {
    externalId: strippedText(fields, 'external_id'),
    customerKey: strippedText(fields, 'external_customer_id'),
    plan,
    name: strippedText(fields, 'name') || undefined,
    billingTime,
    startAt,
    endingAt,
    usageThresholds: readOwnThresholds(state, fields, plan),
  };
}

/** @throws LagoFailure 422 for a word that is none of the choices. */
export function readChoice(
  value: unknown,
  name: string,
  choices: readonly string[],
): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && choices.includes(value)) return value;
  throw invalid({ [name]: ['invalid_value'] });
}
