import type { Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { billedRow, billedRowId } from '../billed-row.ts';
import { createdAtOf } from '../created-at.ts';
import { toSeconds } from '../instants.ts';
import { toPeriodEnd } from '../period-end.ts';
import { plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import type { SubscriptionRow } from '../subscription-book.ts';

type BilledPeriod = Invoice['periods'][number];

/** Why an invoice came, in Lago's words. The engine does not say; what it billed when does. */
function invoicingReason(invoice: Invoice, row: SubscriptionRow | undefined): string {
  const { type } = invoice;
  const createdAt = createdAtOf(invoice);
  if (type === 'progressive_billing') return 'progressive_billing';
  if (type === 'advance_charges') return 'in_advance_charge';
  const ended = row?.terminatedAt;
  if (ended !== undefined && createdAt >= ended) return 'subscription_terminating';
  return createdAt === row?.view.startedAt ? 'subscription_starting' : 'subscription_periodic';
}

/** Both bounds of what is billed; a part that is not billed is as long as a moment. */
function bounds({ period, chargesPeriod }: BilledPeriod, createdAt: string, timezone: string) {
  const written = (part: BilledPeriod['period'], other: BilledPeriod['period']) => {
    if (part !== undefined) {
      return { from: toSeconds(part.from), to: toPeriodEnd(part.to, timezone) };
    }
    const moment = toSeconds(other?.from ?? createdAt);
    return { from: moment, to: moment };
  };
  const base = written(period, chargesPeriod);
  const charges = written(chargesPeriod, period);
  return {
    subscription_from_datetime: base.from,
    subscription_to_datetime: base.to,
    charges_from_datetime: charges.from,
    charges_to_datetime: charges.to,
  };
}

/** `billing_periods` of an invoice: what each subscription is billed for. */
export function billingPeriods(state: LagoState, invoice: Invoice, timezone: string): Fields[] {
  const createdAt = createdAtOf(invoice);
  return invoice.periods.map((period) => {
    const { subscriptionKey, planCode = '' } = period;
    const row = billedRow(state, subscriptionKey, planCode, createdAt);
    return {
      lago_subscription_id: billedRowId(state, subscriptionKey, planCode, createdAt),
      external_subscription_id: subscriptionKey,
      lago_plan_id: plansOf(state).find(planCode)?.lagoId ?? state.ids.of('plan', planCode),
      ...bounds(period, createdAt, timezone),
      invoicing_reason: invoicingReason(invoice, row),
    };
  });
}
