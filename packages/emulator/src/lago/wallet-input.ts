import type { Wallet } from '@billport/core';
import type { Fields } from '../machinery/json-fields.ts';
import { decimalIn } from './amounts.ts';
import { takesCurrency } from './currencies.ts';
import { LagoFailure, notEmulated } from './failure.ts';
import type { FieldErrors } from './field-errors.ts';
import { instantOrDay } from './instant-or-day.ts';
import { metricsOf } from './metric-book.ts';
import { textsIn } from './request-fields.ts';
import type { LagoState } from './state.ts';
import { walletRecord } from './wallet-records.ts';

type AppliesTo = NonNullable<Wallet['appliesTo']>;
type FeeType = NonNullable<AppliesTo['feeTypes']>[number];

const FEE_TYPES: ReadonlySet<string> = new Set<FeeType>(['charge', 'subscription', 'commitment']);
const isFeeType = (type: string): type is FeeType => FEE_TYPES.has(type);

/** The end of a wallet: a moment in the future. */
export function expirationIn(
  state: LagoState,
  value: unknown,
  errors: FieldErrors,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  const at = instantOrDay(value);
  if (at !== undefined && at > state.now()) return at;
  errors.add('expiration_at', 'invalid_date');
  return undefined;
}

/** The place of a wallet: 1 to 50. */
export function priorityIn(fields: Fields, errors: FieldErrors): number | undefined {
  const { priority } = fields;
  if (priority === undefined || priority === null) return undefined;
  if (typeof priority === 'number' && Number.isInteger(priority) && priority >= 1 && priority <= 50)
    return priority;
  errors.add('priority', 'value_is_invalid');
  return undefined;
}

/** What a wallet may pay after a change: a list that is not mentioned stays; undefined: everything. */
export function appliesToIn(
  state: LagoState,
  limits: Fields,
  before: AppliesTo | undefined,
  errors: FieldErrors,
): AppliesTo | undefined {
  const types = textsIn(limits, 'fee_types') ?? before?.feeTypes ?? [];
  const metrics = textsIn(limits, 'billable_metric_codes') ?? before?.metrics ?? [];
  if (types.includes('fixed_charge')) throw notEmulated('The emulator has no fixed charges.');
  const feeTypes = types.filter(isFeeType);
  const isKnown = metrics.every((code) => metricsOf(state).find(code) !== undefined);
  if (feeTypes.length < types.length || !isKnown) errors.add('applies_to', 'invalid_limitations');
  if (feeTypes.length + metrics.length === 0) return undefined;
  return {
    ...(feeTypes.length === 0 ? {} : { feeTypes }),
    ...(metrics.length === 0 ? {} : { metrics }),
  };
}

/** What one credit is worth: a decimal text above zero. */
export function rateIn(fields: Fields, errors: FieldErrors): string {
  const { rate_amount: rate } = fields;
  const text = typeof rate === 'string' ? decimalIn(rate) : undefined;
  if (rate === undefined || rate === null) errors.add('rate_amount', 'value_is_mandatory');
  else if (text === undefined) errors.add('rate_amount', 'value_is_invalid');
  else if (/^-|^[0.]*$/.test(text)) errors.add('rate_amount', 'value_is_out_of_range');
  else return text;
  return '1';
}

/** The currency of a wallet. */
export function currencyIn(state: LagoState, fields: Fields, errors: FieldErrors): string {
  const { currency } = fields;
  if (typeof currency === 'string' && takesCurrency(state, currency)) return currency;
  errors.add('currency', currency == null ? 'value_is_mandatory' : 'value_is_invalid');
  return 'USD';
}

/** A bound of top-ups in smallest units. */
export function topUpBoundIn(
  fields: Fields,
  name: string,
  errors: FieldErrors,
): number | null | undefined {
  const cents = fields[name];
  if (cents === undefined || cents === null) return cents;
  if (typeof cents === 'number' && Number.isSafeInteger(cents) && cents > 0) return cents;
  errors.add(name, 'value_is_invalid');
  return undefined;
}

/** Refuses a code that another active wallet of the customer has. */
export function checkCodeIsFree(
  state: LagoState,
  code: unknown,
  others: readonly Wallet[],
  errors: FieldErrors,
): void {
  if (typeof code !== 'string') return;
  if (others.some(({ id }) => walletRecord(state, id).code === code)) {
    errors.add('code', 'value_already_exist');
  }
}

/**
 * Rules that top a wallet up by themselves. Without a licence Lago fails on them
 * (`facts/lago.md §b` "Premium behaviour").
 * @throws LagoFailure 500 without a licence; 501 with one.
 */
export function refuseRecurringRules(state: LagoState, fields: Fields): void {
  const rules = fields.recurring_transaction_rules;
  if (!Array.isArray(rules) || rules.length === 0) return;
  if (!state.switches.premium) throw new LagoFailure(500, { error: 'Internal Server Error' });
  throw notEmulated('The emulator runs no recurring_transaction_rules of wallets.');
}
