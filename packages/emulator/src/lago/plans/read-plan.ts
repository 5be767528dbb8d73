import type { PlanInterval } from '@billport/core';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { integerIn } from '../amounts.ts';
import type { LagoCharge } from '../charges/lago-charge.ts';
import { isAbsent } from '../charges/property-values.ts';
import { readCharge } from '../charges/read-charge.ts';
import { takesCurrency } from '../currencies.ts';
import { notEmulated } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { metadataIn } from '../metadata-map.ts';
import type { LagoCommitment, LagoPlan, LagoThreshold } from '../plan-book.ts';
import { textIn, textsIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { readThresholds } from './read-thresholds.ts';

const INTERVALS: readonly string[] = ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'];

const isInterval = (value: unknown): value is PlanInterval =>
  typeof value === 'string' && INTERVALS.includes(value);

/** Longer intervals may bill usage each month; the others have nothing to choose. */
const isLong = (interval: PlanInterval) => interval === 'semiannual' || interval === 'yearly';

/** What the account does not let change once the plan has or had subscriptions. */
type Terms = Pick<
  LagoPlan,
  | 'code'
  | 'interval'
  | 'currency'
  | 'trialPeriod'
  | 'payInAdvance'
  | 'billChargesMonthly'
  | 'billFixedChargesMonthly'
>;

/** What a plan is read with. */
interface PlanContext {
  readonly state: LagoState;
  /** The plan as it is; undefined for a new one. */
  readonly known: LagoPlan | undefined;
  /** Whether it has or had subscriptions. */
  readonly locked: boolean;
}

function monthly(value: unknown, interval: PlanInterval, known: boolean | null | undefined) {
  if (!isLong(interval)) return null;
  return typeof value === 'boolean' ? value : (known ?? false);
}

/** Days of a trial. The engine counts whole ones. */
function readTrial(fields: Fields, known: LagoPlan | undefined): number | null {
  if (!('trial_period' in fields)) return known?.trialPeriod ?? null;
  if (isAbsent(fields.trial_period)) return null;
  const days = Number(fields.trial_period);
  if (!Number.isInteger(days)) throw notEmulated('Trials of parts of days (trial_period).');
  return days;
}

/** Reports a field that is neither sent nor known as missing, and one that is wrong as invalid. */
function check(errors: FieldErrors, field: string, value: unknown, isRight: boolean): void {
  if (isRight) return;
  errors.add(field, isAbsent(value) ? 'value_is_mandatory' : 'value_is_invalid');
}

function readTerms(
  { state, known, locked }: PlanContext,
  fields: Fields,
  errors: FieldErrors,
): Terms {
  if (locked && known !== undefined) return known;
  const interval = fields.interval ?? known?.interval;
  const currency = fields.amount_currency ?? known?.currency;
  const payInAdvance = fields.pay_in_advance ?? known?.payInAdvance;
  const code = textIn(fields, 'code') ?? known?.code ?? '';
  if (code.trim() === '') errors.add('code', 'value_is_mandatory');
  check(errors, 'interval', interval, isInterval(interval));
  check(
    errors,
    'amount_currency',
    currency,
    typeof currency === 'string' && takesCurrency(state, currency),
  );
  check(errors, 'pay_in_advance', payInAdvance, typeof payInAdvance === 'boolean');
  const length = isInterval(interval) ? interval : 'monthly';
  return {
    code,
    interval: length,
    currency: String(currency),
    trialPeriod: readTrial(fields, known),
    payInAdvance: payInAdvance === true,
    billChargesMonthly: monthly(fields.bill_charges_monthly, length, known?.billChargesMonthly),
    billFixedChargesMonthly: monthly(
      fields.bill_fixed_charges_monthly,
      length,
      known?.billFixedChargesMonthly,
    ),
  };
}

function readAmount(fields: Fields, known: LagoPlan | undefined, errors: FieldErrors): number {
  const sent = fields.amount_cents ?? known?.amountCents;
  const cents = Number(integerIn(sent) ?? Number.NaN);
  check(errors, 'amount_cents', sent, Number.isSafeInteger(cents) && cents >= 0);
  return cents;
}

/** The least amount needs a licence: without one it is dropped. An empty object takes it away. */
function readCommitment(
  { state, known }: PlanContext,
  fields: Fields,
  errors: FieldErrors,
): LagoCommitment | undefined {
  const before = known?.minimumCommitment;
  if (!state.switches.premium || !('minimum_commitment' in fields)) return before;
  const sent = fields.minimum_commitment;
  if (!isFields(sent) || Object.keys(sent).length === 0) return undefined;
  const cents = Number(integerIn(sent.amount_cents ?? before?.amountCents) ?? Number.NaN);
  if (!(Number.isSafeInteger(cents) && cents > 0))
    errors.add('amount_cents', 'value_is_out_of_range');
  const name = textIn(sent, 'invoice_display_name');
  return {
    lagoId: before?.lagoId ?? state.ids.next(),
    amountCents: cents,
    invoiceDisplayName: name === undefined ? (before?.invoiceDisplayName ?? null) : name,
    taxCodes: textsIn(sent, 'tax_codes') ?? before?.taxCodes ?? [],
    createdAt: before?.createdAt ?? state.now(),
  };
}

function readPlanThresholds(
  { state, known }: PlanContext,
  fields: Fields,
): readonly LagoThreshold[] {
  if (!state.switches.premium || !('usage_thresholds' in fields)) {
    return known?.usageThresholds ?? [];
  }
  return readThresholds(state, fields.usage_thresholds);
}

/**
 * Charges as they are after a write: the list takes the place of the former one, and a charge
 * without its `id` is another one (`facts/lago.md §b` "Plans, charges").
 */
function readCharges({ state, known, locked }: PlanContext, fields: Fields): readonly LagoCharge[] {
  const before = known?.charges ?? [];
  if (!Array.isArray(fields.charges)) return before;
  const sent = fields.charges.filter(isFields);
  const charges: LagoCharge[] = [];
  for (const item of sent) {
    const same = before.find(({ lagoId }) => lagoId === item.id);
    charges.push(readCharge({ state, others: charges, locked }, item, same));
  }
  return charges;
}

/**
 * Reads a plan as it was sent; of a known one what is not mentioned stays.
 * @throws LagoFailure 404 for a metric, 422 for what is wrong with the plan or a charge.
 */
export function readPlan(context: PlanContext, fields: Fields): LagoPlan {
  const { state, known } = context;
  if (Array.isArray(fields.fixed_charges) && fields.fixed_charges.length > 0) {
    throw notEmulated('Fixed charges (fixed_charges).');
  }
  const errors = new FieldErrors();
  const name = textIn(fields, 'name') ?? known?.name ?? '';
  if (name.trim() === '') errors.add('name', 'value_is_mandatory');
  const terms = readTerms(context, fields, errors);
  const amountCents = readAmount(fields, known, errors);
  const minimumCommitment = readCommitment(context, fields, errors);
  const metadata = metadataIn(fields.metadata, errors);
  errors.throwIfAny();
  const optionalText = (field: string, before: string | null | undefined) => {
    const sent = textIn(fields, field);
    return sent === undefined ? (before ?? null) : sent;
  };
  return {
    lagoId: known?.lagoId ?? '',
    name,
    invoiceDisplayName: optionalText('invoice_display_name', known?.invoiceDisplayName),
    description: optionalText('description', known?.description),
    ...terms,
    amountCents,
    taxCodes: textsIn(fields, 'tax_codes') ?? known?.taxCodes ?? [],
    charges: readCharges(context, fields),
    minimumCommitment,
    usageThresholds: readPlanThresholds(context, fields),
    metadata: metadata ?? known?.metadata ?? null,
    pendingDeletion: known?.pendingDeletion ?? false,
    createdAt: known?.createdAt ?? state.now(),
  };
}
