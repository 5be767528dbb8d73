import { allOf, type Completion } from './completion.ts';
import { mustBeNew, mustExist } from './existence.ts';
import { noCharges } from './other-charges.ts';
import { ownWallet } from './own-wallet.ts';
import { recordedValue } from './recorded-value.ts';
import { wholeAddress } from './whole-address.ts';

const update = allOf(mustExist('customer'), wholeAddress);
const updatePlan = allOf(mustExist('plan'), noCharges);

/**
 * What names mean beyond their arguments. Lago's own call for a customer creates and updates alike;
 * its others answer 422 to a code that is taken (`facts/lago.md §b`). Paigo makes new things only.
 */
const COMPLETIONS: Readonly<Record<string, Completion>> = {
  upsert_customer: wholeAddress,
  create_customer: wholeAddress,
  createcustomer: wholeAddress,
  'lago-create-customer': wholeAddress,
  update_customer: update,
  onboard_customer: mustBeNew('customer'),
  'paigo-onboard-customer': mustBeNew('customer'),
  measure_usage: recordedValue,
  'paigo-measure-usage': recordedValue,
  create_billable_metric: mustBeNew('metric'),
  createbillablemetric: mustBeNew('metric'),
  create_dimension: mustBeNew('metric'),
  'paigo-create-dimension': mustBeNew('metric'),
  update_billable_metric: mustExist('metric'),
  updatebillablemetric: mustExist('metric'),
  create_plan: mustBeNew('plan'),
  create_offering: mustBeNew('plan'),
  'paigo-create-offering': mustBeNew('plan'),
  update_plan: updatePlan,
  create_coupon: mustBeNew('coupon'),
  createcoupon: mustBeNew('coupon'),
  update_coupon: mustExist('coupon'),
  updatecoupon: mustExist('coupon'),
  create_wallet: ownWallet,
};

/** What a name means beyond its arguments; undefined where they say all. */
export function completionOf(name: string): Completion | undefined {
  return Object.hasOwn(COMPLETIONS, name) ? COMPLETIONS[name] : undefined;
}
