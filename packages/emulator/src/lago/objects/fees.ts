import { Decimal, type Fee, type Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toRailsDecimal } from '../amounts.ts';
import { billedRowId } from '../billed-row.ts';
import { createdAtOf } from '../created-at.ts';
import { customerBehind } from '../customers/customer-behind.ts';
import { eventsOf } from '../events/event-store.ts';
import { toSeconds } from '../instants.ts';
import { addOnLine } from '../invoice-records.ts';
import { paymentOutcome } from '../payment-outcomes.ts';
import { toPeriodEnd } from '../period-end.ts';
import { chargeById, filterById } from '../plan-book.ts';
import { toPreciseAmount, toPreciseCents, toRoundedCents } from '../precise-amounts.ts';
import type { LagoState } from '../state.ts';
import { purchaseOf } from '../wallet-purchase.ts';
import { appliedTaxObject } from './applied-taxes.ts';
import { feeAmountDetails } from './fee-amount-details.ts';
import { feeItem } from './fee-item.ts';

const PERCENT = Decimal.parse('0.01');

/** Fees of estimates and previews are of nothing that exists: they have no id. */
const hasId = (fee: Fee, invoice: Invoice | undefined) =>
  fee.id !== 'estimate' && invoice?.id !== 'preview';

/** Ids of what the fee belongs to. */
function references(state: LagoState, fee: Fee, invoice: Invoice | undefined): Fields {
  const charge = chargeById(state, fee.chargeCode ?? '');
  const filter = charge && filterById(state, charge, fee.filter);
  const exists = hasId(fee, invoice);
  const id = (feeId: string | undefined) =>
    exists && feeId !== undefined ? state.ids.of('fee', feeId) : null;
  const { subscriptionKey, planCode } = fee;
  return {
    lago_id: id(fee.id),
    lago_charge_id: charge?.lagoId ?? null,
    lago_charge_filter_id: filter?.lagoId ?? null,
    lago_fixed_charge_id: null,
    lago_invoice_id: exists && invoice !== undefined ? state.ids.of('invoice', invoice.id) : null,
    lago_true_up_fee_id: id(invoice?.fees.find(({ trueUpOf }) => trueUpOf === fee.id)?.id),
    lago_true_up_parent_fee_id: id(fee.trueUpOf),
    lago_subscription_id:
      subscriptionKey === undefined
        ? null
        : billedRowId(state, subscriptionKey, planCode, createdAtOf(fee)),
    external_subscription_id: subscriptionKey ?? null,
    event_transaction_id:
      fee.eventId === undefined ? null : (eventsOf(state).transactionIdOf(fee.eventId) ?? null),
  };
}

/** Amounts in smallest units, and the unrounded ones behind them (`facts/rating.md §1`). */
function amounts(fee: Fee): Fields {
  const { currency } = fee.amount;
  const coupons = Decimal.parse(fee.couponAmount);
  const precise = Decimal.parse(fee.preciseAmount);
  const rate = Decimal.sum(fee.taxes.map((tax) => Decimal.parse(tax.rate)));
  const taxes = Decimal.sum(
    fee.taxes.map((tax) => Decimal.parse(tax.base).times(Decimal.parse(tax.rate)).times(PERCENT)),
  );
  return {
    amount_cents: toCents(fee.amount),
    amount_currency: currency,
    precise_amount: toPreciseAmount(precise),
    precise_total_amount: toPreciseAmount(precise.plus(taxes)),
    taxes_amount_cents: toCents(fee.taxAmount),
    taxes_precise_amount: toPreciseAmount(taxes),
    taxes_rate: Number(rate.toString()),
    total_amount_cents: toCents(fee.totalAmount),
    total_amount_currency: currency,
    units: toRailsDecimal(fee.units),
    total_aggregated_units: toRailsDecimal(fee.units),
    precise_unit_amount: toRailsDecimal(fee.unitAmount),
    precise_coupons_amount_cents: toPreciseCents(coupons, currency),
    sub_total_excluding_taxes_amount_cents: toRoundedCents(
      Decimal.parse(fee.amount.amount).minus(coupons),
      currency,
    ),
    sub_total_excluding_taxes_precise_amount_cents: toPreciseCents(
      precise.minus(coupons),
      currency,
    ),
  };
}

/** A fee of an invoice is paid as the invoice is. */
function payment(state: LagoState, fee: Fee, invoice: Invoice | undefined): Fields {
  const status = fee.paymentStatus ?? invoice?.paymentStatus ?? 'pending';
  const outcome = invoice && paymentOutcome(state, invoice.id);
  // What asks for nothing was paid when it became final.
  const at = outcome?.at ?? invoice?.finalizedAt;
  const when = (wanted: string) =>
    status === wanted && at !== undefined && hasId(fee, invoice) ? toSeconds(at) : null;
  return {
    payment_status: status,
    succeeded_at: when('succeeded'),
    failed_at: when('failed'),
    refunded_at: when('refunded'),
  };
}

/** What the fee bills, in the customer's time zone. */
function period(state: LagoState, fee: Fee, timezone: string): Fields {
  const line = addOnLine(state, fee.id);
  const from = fee.period?.from ?? line?.from;
  const to = fee.period === undefined ? line?.to : undefined;
  return {
    from_date: from === undefined ? null : toSeconds(from),
    to_date: fee.period
      ? toPeriodEnd(fee.period.to, timezone)
      : to === undefined
        ? null
        : toSeconds(to),
  };
}

async function customerOf(state: LagoState, fee: Fee, invoice: Invoice | undefined) {
  const { subscriptionKey = '' } = fee;
  const customerKey =
    invoice?.customerKey ??
    (await state.billing.subscriptions.get({ subscriptionKey })).customerKey;
  return customerBehind(state, customerKey, createdAtOf(fee));
}

/** Its charge's own settings, and how its units spread. */
function chargeDetails(state: LagoState, fee: Fee): Fields {
  const charge = chargeById(state, fee.chargeCode ?? '');
  const properties =
    (charge && filterById(state, charge, fee.filter)?.properties) ?? charge?.properties ?? {};
  return {
    pay_in_advance: fee.timing === 'advance',
    invoiceable: charge?.invoiceable ?? true,
    events_count: fee.eventsCount ?? null,
    amount_details: feeAmountDetails(fee, properties),
  };
}

/**
 * A line of an invoice as Lago writes it.
 * @param invoice The invoice that it stands on; absent for an estimate.
 */
export async function feeObject(state: LagoState, fee: Fee, invoice?: Invoice): Promise<Fields> {
  const customer = await customerOf(state, fee, invoice);
  const exists = hasId(fee, invoice);
  const thing = { key: fee.id, createdAt: createdAtOf(fee), hasIds: exists };
  const taxes = fee.taxes.map((tax) => appliedTaxObject(state, tax, thing));
  const ids = references(state, fee, invoice);
  return {
    ...ids,
    lago_customer_id: state.ids.of('customer', customer.customerKey),
    external_customer_id: customer.customerKey,
    item: feeItem(state, fee, (await purchaseOf(state, invoice))?.id),
    ...amounts(fee),
    ...chargeDetails(state, fee),
    ...period(state, fee, customer.timezone ?? 'UTC'),
    ...payment(state, fee, invoice),
    description: fee.description ?? null,
    self_billed: false,
    pricing_unit_details: null,
    created_at: exists ? toSeconds(createdAtOf(fee)) : null,
    applied_taxes: (await Promise.all(taxes)).map((tax) => ({ ...tax, lago_fee_id: ids.lago_id })),
  };
}
