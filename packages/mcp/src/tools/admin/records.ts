import type { Money, OperationId } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { shortDiscount, shortMoney } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import {
  findCoupon,
  findCustomer,
  findMetric,
  findPlan,
  findTax,
} from '../../arguments/references/index.ts';
import { livingSubscriptions } from '../core/living-subscriptions.ts';
import { moneyAtEnds } from '../core/money-at-end.ts';
import { planUsers } from '../core/plan-users.ts';
import { counted, keyInWords, named, namedCustomer, namedPlan } from '../named.ts';
import { promises } from '../promised.ts';
import { refusedByState } from '../refuse-state.ts';
import type { ToolCall } from '../tool-call.ts';

/** What can be deleted. */
export const KINDS = [
  'customer',
  'metric',
  'plan',
  'coupon',
  'tax',
  'applied_coupon',
  'wallet',
] as const;

/** One of them. */
export type Kind = (typeof KINDS)[number];

/** A thing that is to be deleted, as it is now. */
interface FoundRecord {
  readonly key: string;
  readonly named: string;
  /** What goes with it, as the end of a sentence: `, and 2 subscriptions end`. */
  readonly brings: string;
  /** What is lost, or billed or given back at the end. */
  readonly money?: Money | undefined;
  /** What to know of that, as a sentence that follows others. */
  readonly says?: string | undefined;
  readonly basis: unknown;
  readonly input: object;
}

interface Source {
  readonly operation: OperationId;
  readonly find: (call: ToolCall, reference: string) => Promise<FoundRecord>;
}

async function findCustomerRecord(call: ToolCall, reference: string): Promise<FoundRecord> {
  const customer = await findCustomer(call, reference);
  const { customerKey } = customer;
  const living = await livingSubscriptions(call, customerKey);
  const wallets = await balances(call, customerKey);
  const credits = wallets.length === 0 ? '' : `, credits worth ${wallets.join(' and ')}`;
  const lost = credits === '' ? '' : `${credits} are lost`;
  const { money, says } = await moneyAtEnds(call, living, customer);
  return {
    key: customerKey,
    named: namedCustomer(customer),
    brings: promises(call, 'customers.delete')
      ? `: ${counted(living.length, 'subscription')} ${living.length === 1 ? 'ends' : 'end'}${lost}, invoices stay`
      : `, who has ${counted(living.length, 'subscription')}${credits}`,
    money,
    says,
    basis: { customer, living: living.map(({ subscriptionKey }) => subscriptionKey), wallets },
    input: { customerKey },
  };
}

/** What is left in the active wallets of a customer, each as `5.00 USD`. */
async function balances({ billing }: ToolCall, customerKey: string): Promise<string[]> {
  if (!billing.supports('credits.listWallets')) return [];
  const left: string[] = [];
  const wallets = billing.credits.listWallets({ customerKey, status: 'active', limit: 100 });
  for await (const { balance } of wallets) {
    if (/[1-9]/.test(balance.amount)) left.push(shortMoney(balance));
  }
  return left;
}

async function findMetricRecord(call: ToolCall, reference: string): Promise<FoundRecord> {
  const metric = await findMetric(call, reference, 'record');
  const { code } = metric;
  const { items, nextCursor } = await call.billing.plans.list({ limit: 100 });
  const user = items.find(({ charges }) => charges.some((charge) => charge.metric === code));
  if (user !== undefined) {
    throw refusedByState(
      'record',
      `plan ${namedPlan(user)} charges for metric ${named(code, metric.name)}`,
      'Take the charge out with save_plan (removeCharges), or delete the plan first.',
    );
  }
  return {
    key: code,
    named: named(code, metric.name),
    brings:
      nextCursor === undefined ? ', which no plan charges for' : ', which no plan may charge for',
    basis: metric,
    input: { code },
  };
}

async function findPlanRecord(call: ToolCall, reference: string): Promise<FoundRecord> {
  const plan = await findPlan(call, reference, 'record');
  const users = await planUsers(call, plan.code);
  if (users?.isCertain) {
    throw new Refusal('invalid_arguments', {
      field: 'record',
      message: `record: plan ${namedPlan(plan)}, ${users.words}, cannot be deleted.`,
      next: 'End them with terminate_subscription or move them with create_subscription first.',
    });
  }
  const { code } = plan;
  return {
    key: code,
    named: namedPlan(plan),
    brings: `, ${users?.words ?? 'which nobody is on'}`,
    basis: plan,
    input: { code },
  };
}

async function findCouponRecord(call: ToolCall, reference: string): Promise<FoundRecord> {
  const coupon = await findCoupon(call, reference, 'record');
  const { code, name, discount } = coupon;
  const { items, nextCursor } = await call.billing.coupons.listApplied({
    couponCode: code,
    status: 'active',
    limit: 100,
  });
  const holders = `${counted(items.length, 'time')}${nextCursor === undefined ? '' : ' or more'}`;
  return {
    key: code,
    named: named(code, name),
    brings: ` of ${shortDiscount(discount)}, which customers have ${holders}: it ends for them too`,
    basis: { coupon, holders },
    input: { code },
  };
}

async function findTaxRecord(call: ToolCall, reference: string): Promise<FoundRecord> {
  const tax = await findTax(call, reference, 'record');
  const { code, name, rate } = tax;
  return {
    key: code,
    named: named(code, name),
    brings: ` of ${rate}%: every plan, charge and customer loses it`,
    basis: tax,
    input: { code },
  };
}

async function findAppliedCoupon({ billing }: ToolCall, id: string): Promise<FoundRecord> {
  for await (const applied of billing.coupons.listApplied({ status: 'active', limit: 100 })) {
    if (applied.id !== id) continue;
    const { couponCode, customerKey, discount } = applied;
    return {
      key: id,
      named: keyInWords(id),
      brings: `: customer ${keyInWords(customerKey)} loses coupon ${keyInWords(couponCode)} of ${shortDiscount(discount)}`,
      basis: applied,
      input: { appliedCouponId: id },
    };
  }
  throw new Refusal('not_found', {
    field: 'record',
    message: `record: nobody has a coupon under the id ${words(id)}.`,
    next: 'get_customer with the section coupons shows the ids.',
  });
}

async function findWalletRecord({ billing }: ToolCall, walletId: string): Promise<FoundRecord> {
  const wallet = await billing.credits.getWallet({ walletId });
  const { customerKey, balance, status } = wallet;
  return {
    key: walletId,
    named: named(walletId, wallet.name),
    brings: ` of customer ${keyInWords(customerKey)} (${status}): ${shortMoney(balance)} are lost`,
    money: balance,
    basis: { walletId, balance, status },
    input: { walletId },
  };
}

/** How each kind is found and deleted. */
export const RECORDS: Readonly<Record<Kind, Source>> = {
  customer: { operation: 'customers.delete', find: findCustomerRecord },
  metric: { operation: 'metrics.delete', find: findMetricRecord },
  plan: { operation: 'plans.delete', find: findPlanRecord },
  coupon: { operation: 'coupons.delete', find: findCouponRecord },
  tax: { operation: 'taxes.delete', find: findTaxRecord },
  applied_coupon: { operation: 'coupons.remove', find: findAppliedCoupon },
  wallet: { operation: 'credits.terminateWallet', find: findWalletRecord },
};
