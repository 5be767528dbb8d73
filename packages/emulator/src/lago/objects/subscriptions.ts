import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { customerBehind } from '../customers/customer-behind.ts';
import { toSeconds } from '../instants.ts';
import { localDate } from '../local-date.ts';
import { toPeriodEnd } from '../period-end.ts';
import { type LagoPlan, plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { type SubscriptionRow, subscriptionsOf } from '../subscription-book.ts';
import { planObject, thresholdObject } from './plans.ts';

const seconds = (instant: string | undefined) =>
  instant === undefined ? null : toSeconds(instant);

function periodFields({ status, view }: SubscriptionRow, timezone: string): Fields {
  const period = status === 'active' ? view.currentPeriod : undefined;
  return {
    current_billing_period_started_at: seconds(period?.from),
    current_billing_period_ending_at:
      period === undefined ? null : toPeriodEnd(period.to, timezone),
  };
}

/** The plans before and after. A canceled one does not count. */
function neighbours(state: LagoState, row: SubscriptionRow, timezone: string): Fields {
  const book = subscriptionsOf(state);
  const waiting = book.waitingAfter(row);
  const at = waiting === undefined ? undefined : row.view.nextPlanAt;
  return {
    previous_plan_code: book.byId(row.previous)?.planCode ?? null,
    next_plan_code: book.byId(row.next)?.planCode ?? null,
    downgrade_plan_date: at === undefined ? null : localDate(at, timezone),
  };
}

/** What is done at its end: only a plan in advance leaves something to credit. */
function terminationFields(row: SubscriptionRow, plan: LagoPlan | undefined): Fields {
  return {
    on_termination_credit_note: plan?.payInAdvance
      ? (row.onTerminationCreditNote ?? 'credit')
      : null,
    on_termination_invoice: row.onTerminationInvoice,
  };
}

function momentFields(state: LagoState, row: SubscriptionRow, isWaiting: boolean): Fields {
  const { view } = row;
  const started = isWaiting || row.status === 'pending' ? undefined : view.startedAt;
  const trialOver = view.trialEndsAt !== undefined && view.trialEndsAt <= state.now();
  return {
    created_at: toSeconds(row.createdAt),
    subscription_at: toSeconds(view.startAt),
    // With milliseconds, unlike the others (`facts/lago.md §a` "Dates").
    started_at: started ?? null,
    activated_at: seconds(started),
    ending_at: seconds(view.endingAt),
    terminated_at: seconds(row.terminatedAt),
    canceled_at: seconds(row.canceledAt),
    trial_ended_at: trialOver && started !== undefined ? seconds(view.trialEndsAt) : null,
  };
}

/** A subscription as Lago writes it. */
export async function subscriptionObject(state: LagoState, row: SubscriptionRow): Promise<Fields> {
  const { view, planCode, customerKey } = row;
  const plan = plansOf(state).known(planCode);
  const { timezone = 'UTC' } = await customerBehind(state, customerKey, row.createdAt);
  const isWaiting = subscriptionsOf(state).isWaiting(row);
  return {
    lago_id: row.lagoId,
    external_id: row.externalId,
    lago_customer_id: row.lagoCustomerId,
    external_customer_id: customerKey,
    billing_entity_code: 'default',
    // Empty, not null, where there is none (`facts/lago.md §d.8`).
    name: view.name ?? '',
    plan_code: planCode,
    plan_amount_cents: plan?.amountCents ?? 0,
    plan_amount_currency: plan?.currency ?? null,
    status: row.status,
    billing_time: view.billingTime,
    ...momentFields(state, row, isWaiting),
    ...neighbours(state, row, timezone),
    ...periodFields(row, timezone),
    ...terminationFields(row, plan),
    cancellation_reason: null,
    activation_rules: [],
    consolidate_invoice: true,
    applied_invoice_custom_sections: [],
    purchase_order_number: null,
  };
}

/** Its own thresholds, else its plan's. */
function applicableThresholds({ view }: SubscriptionRow, plan: LagoPlan | undefined): Fields[] {
  if (view.usageThresholds === undefined) {
    return (plan?.usageThresholds ?? []).map((threshold) => {
      const { threshold_display_name, amount_cents, recurring } = thresholdObject(threshold);
      return { threshold_display_name, amount_cents, recurring };
    });
  }
  return view.usageThresholds.map(({ name, amount, recurring }) => ({
    threshold_display_name: name ?? null,
    amount_cents: toCents(amount),
    recurring: recurring ?? false,
  }));
}

/** The same with its plan, as it is answered by itself. */
export async function fullSubscriptionObject(
  state: LagoState,
  row: SubscriptionRow,
): Promise<Fields> {
  const plan = plansOf(state).known(row.planCode);
  return {
    ...(await subscriptionObject(state, row)),
    ...(plan === undefined ? {} : { plan: await planObject(state, plan) }),
    applicable_usage_thresholds: applicableThresholds(row, plan),
  };
}
