import { compact } from '@billport/adapter-kit';
import {
  type AppliedTax,
  BillingError,
  type ChargeModel,
  currencyDigits,
  Decimal,
  type Fee,
  type FeeTier,
  type Instant,
  toInstant,
} from '@billport/core';
import { toPeriod } from '../inclusive-period.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoAppliedTax, LagoFee, LagoFeeRange } from '../wire/fee.ts';
import { decimalOf, decimalText } from '../wire-decimal.ts';

/** What a fee does not say of its charge. */
export interface ChargeOfFee {
  /** The charge's code within its plan. */
  readonly code: string;
  /** In the words of the contract. */
  readonly model: ChargeModel | (string & {});
}

/** What a fee does not say itself. What is not given is left out of the fee. */
export interface FeeContext {
  /** The charge with this `lago_charge_id`. */
  readonly chargeOf?: (lagoChargeId: string) => ChargeOfFee | undefined;
  /** The plan of the subscription with this `lago_subscription_id`. */
  readonly planCodeOf?: (lagoSubscriptionId: string) => string | undefined;
  /** When estimates, which have no time of their own, were made. */
  readonly estimatedAt?: Instant;
}

const TYPES: ReadonlySet<string> = new Set<Fee['type']>([
  'subscription',
  'charge',
  'commitment',
  'add_on',
  'credit',
  'fixed_charge',
]);
const PAYMENT_STATUSES: ReadonlySet<string> = new Set<NonNullable<Fee['paymentStatus']>>([
  'pending',
  'succeeded',
  'failed',
  'refunded',
]);

const isType = (type: string): type is Fee['type'] => TYPES.has(type);
const isPaymentStatus = (status: string): status is NonNullable<Fee['paymentStatus']> =>
  PAYMENT_STATUSES.has(status);

/** Types whose `item.code` is that of a plan. */
const OF_PLANS: ReadonlySet<string> = new Set(['subscription', 'commitment']);

/** The map, unless it is empty: Lago writes `{}` for none. */
function filled<Value>(map: Readonly<Record<string, Value>> | null | undefined) {
  return map && Object.keys(map).length > 0 ? { ...map } : undefined;
}

/** The minor units in major ones. */
function major(minor: Decimal, currency: string): Decimal {
  return Decimal.fromScaled(minor.coefficient, minor.scale + currencyDigits(currency));
}

/** Amounts of a fee, in major units. */
function amountsOf(fee: LagoFee) {
  const { amount_currency: currency } = fee;
  const amount = fromCents(fee.amount_cents, currency, 'amount_cents');
  const rounded = Decimal.parse(amount.amount);
  const precise = decimalOf(fee.precise_amount ?? amount.amount, 'precise_amount');
  const coupons = decimalOf(fee.precise_coupons_amount_cents ?? 0, 'precise_coupons_amount_cents');
  return {
    amount,
    rounded,
    // Fees from before Lago kept it have 0 there.
    precise: precise.isZero() ? rounded : precise,
    coupons: major(coupons, currency),
  };
}

/** A tax of a fee; `base` is what is left of the fee after coupons (`facts/rating.md §2`). */
export function toAppliedTax(tax: LagoAppliedTax, base: Decimal, currency: string): AppliedTax {
  return compact({
    code: tax.tax_code,
    name: tax.tax_name ?? undefined,
    rate: decimalText(tax.tax_rate, 'tax_rate'),
    base: base.toString(),
    amount: fromCents(tax.amount_cents, currency, 'tax amount_cents'),
  });
}

/** The tiers that the units fall in: of a volume price that is one, and it costs all there is. */
function tiersOf(fee: LagoFee, model: string | undefined, precise: Decimal): FeeTier[] | undefined {
  const isTrueUp = fee.lago_true_up_parent_fee_id != null;
  if (model !== 'volume' || isTrueUp) return graduatedTiersOf(fee);
  return [{ units: decimalText(fee.units, 'units'), amount: precise.toString() }];
}

function graduatedTiersOf({ amount_details: details }: LagoFee): FeeTier[] | undefined {
  const ranges: readonly LagoFeeRange[] | undefined =
    details?.graduated_ranges ?? details?.graduated_percentage_ranges;
  return ranges?.map(({ units, total_with_flat_amount: amount }) => ({
    units: decimalText(units, 'amount_details units'),
    amount: decimalText(amount, 'total_with_flat_amount'),
  }));
}

/** What the fee is for. */
function subjectOf(fee: LagoFee, context: FeeContext) {
  const { item, lago_charge_id: chargeId, lago_subscription_id: subscriptionId } = fee;
  const charge = chargeId ? context.chargeOf?.(chargeId) : undefined;
  const type = isType(item.type) ? item.type : 'unknown';
  const isCharge = item.type === 'charge';
  const planCode = subscriptionId ? context.planCodeOf?.(subscriptionId) : undefined;
  return {
    type,
    providerStatus: type === 'unknown' ? item.type : undefined,
    name: item.filter_invoice_display_name || item.invoice_display_name || item.name,
    description: fee.description || undefined,
    subscriptionKey: fee.external_subscription_id ?? undefined,
    planCode: planCode ?? (OF_PLANS.has(item.type) ? item.code : undefined),
    chargeCode: charge?.code,
    metric: isCharge ? item.code : undefined,
    model: charge?.model,
    timing: subscriptionId ? timingOf(fee) : undefined,
    filter: filtersOf(fee),
    group: filled(item.grouped_by),
  };
}

function timingOf({ pay_in_advance: inAdvance }: LagoFee): Fee['timing'] {
  return inAdvance ? 'advance' : 'arrears';
}

function filtersOf({ item }: LagoFee): Fee['filter'] {
  const filters = filled(item.filters);
  return (
    filters &&
    Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, [...values]]))
  );
}

function paymentOf({ payment_status: status }: LagoFee): Fee['paymentStatus'] {
  if (!status) return undefined;
  return isPaymentStatus(status) ? status : 'unknown';
}

function createdAtOf({ created_at: createdAt }: LagoFee, { estimatedAt }: FeeContext): Instant {
  const at = createdAt ?? estimatedAt;
  if (at != null) return toInstant(at);
  throw new BillingError('malformed_response', {
    message: 'Lago answered a fee without created_at.',
  });
}

/**
 * A fee of Lago as the contract has a line of an invoice; an estimate has the id `estimate`.
 * @throws BillingError `malformed_response` for amounts that are no exact numbers.
 */
export function toFee(fee: LagoFee, context: FeeContext = {}): Fee {
  const { amount_currency: currency } = fee;
  const { amount, rounded, precise, coupons } = amountsOf(fee);
  const base = rounded.minus(coupons);
  const subject = subjectOf(fee, context);
  return compact({
    id: fee.lago_id ?? 'estimate',
    ...subject,
    invoiceId: fee.lago_invoice_id ?? undefined,
    trueUpOf: fee.lago_true_up_parent_fee_id ?? undefined,
    eventId: fee.event_transaction_id ?? undefined,
    period: fee.from_date && fee.to_date ? toPeriod(fee.from_date, fee.to_date) : undefined,
    units: decimalText(fee.units, 'units'),
    eventsCount: fee.events_count ?? undefined,
    unitAmount: decimalText(fee.precise_unit_amount ?? 0, 'precise_unit_amount'),
    amount,
    preciseAmount: precise.toString(),
    tiers: tiersOf(fee, subject.model, precise),
    couponAmount: coupons.toString(),
    taxes: (fee.applied_taxes ?? []).map((tax) => toAppliedTax(tax, base, currency)),
    taxAmount: fromCents(fee.taxes_amount_cents, currency, 'taxes_amount_cents'),
    totalAmount: fromCents(fee.total_amount_cents, currency, 'total_amount_cents'),
    paymentStatus: paymentOf(fee),
    createdAt: createdAtOf(fee, context),
  });
}
