import {
  type Customer,
  currencyDigits,
  Decimal,
  type Plan,
  type Subscription,
  sumMoney,
} from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { promises } from '../promised.ts';
import { taxRate, withTax } from '../tax-rate.ts';
import type { ToolCall } from '../tool-call.ts';
import type { Moved } from './money-at-start.ts';
import { minimumOfCharges, taxesNamed } from './plan-fees.ts';

/** How a subscription is to end; as the operation has it. */
export interface Ending {
  readonly unusedCredit?: string | undefined;
  readonly finalInvoice?: string | undefined;
}

const OPERATION = 'subscriptions.terminate';

/** Digits of usage that count: it goes on while people decide, and the bound stays the same. */
const USAGE_DIGITS = 2;

/** The next larger amount with few digits: 10,234.56 becomes 11,000. */
function roundedUp(usage: Decimal): Decimal {
  const [whole = '', part = ''] = usage.abs().toString().split('.');
  const digits = whole === '0' ? -(part.length - part.replace(/^0+/, '').length) : whole.length;
  const unit = digits - USAGE_DIGITS;
  if (unit <= 0) return usage.abs().round(-unit, 'up');
  const power = Decimal.fromInteger(10n ** BigInt(unit));
  return usage.abs().dividedBy(power, 0, 'up').times(power);
}

/** What a final invoice may ask for: usage, and a base price or least amount that is still due. */
function stillToBill(plan: Plan, usage: Decimal): Decimal {
  const least = Decimal.parse(plan.minimumCommitment?.amount.amount ?? '0');
  const base = plan.timing === 'arrears' ? Decimal.parse(plan.price.amount) : Decimal.ZERO;
  return roundedUp(usage).plus(Decimal.max(base.plus(minimumOfCharges(plan)), least));
}

/**
 * What the end of an active subscription moves: the base price that may be given back where it is
 * billed in advance, and what a final invoice may ask for, at most and with tax. What a provider
 * does instead of what the contract says is held to the same bound.
 */
export async function moneyAtEnd(
  call: ToolCall,
  { subscriptionKey, planCode, status }: Subscription,
  customer: Pick<Customer, 'taxCodes'> | undefined,
  { unusedCredit, finalInvoice }: Ending,
): Promise<Moved> {
  if (status === 'pending') return { money: undefined, says: '' };
  const { billing } = call;
  const isBilled = finalInvoice !== 'skip' || !promises(call, OPERATION, 'finalInvoice');
  const isGivenBack = unusedCredit !== 'skip' || !promises(call, OPERATION, 'unusedCredit');
  if (!billing.supports('plans.get') || (isBilled && !billing.supports('usage.current'))) {
    return { money: undefined, says: ' How much that is cannot be known before.' };
  }
  const [plan, usage] = await Promise.all([
    billing.plans.get({ code: planCode }),
    isBilled ? billing.usage.current({ subscriptionKey }) : undefined,
  ]);
  const { currency } = plan.price;
  const used = Decimal.parse(usage?.amount.amount ?? '0');
  const amount = Decimal.sum([
    isBilled ? stillToBill(plan, used) : Decimal.ZERO,
    isGivenBack && plan.timing === 'advance' ? Decimal.parse(plan.price.amount) : Decimal.ZERO,
  ]);
  if (amount.isZero()) return { money: undefined, says: '' };
  const percent = await taxRate(call, { named: taxesNamed(plan), customer: customer?.taxCodes });
  const total = { amount: amount.toFixed(currencyDigits(currency)), currency };
  const money = withTax(total, percent ?? Decimal.ZERO);
  const tax = percent === undefined ? ' before tax' : '';
  return {
    money,
    says: ` At most ${shortMoney(money)}${tax} are billed or given back, as far as is known now.`,
    isBeforeTax: percent === undefined,
  };
}

/** What the ends of all subscriptions of a customer move, as {@link moneyAtEnd} has it of one. */
export async function moneyAtEnds(
  call: ToolCall,
  living: readonly Subscription[],
  customer: Customer,
): Promise<Moved> {
  const each = await Promise.all(
    living.map((subscription) => moneyAtEnd(call, subscription, customer, {})),
  );
  const amounts = each.flatMap(({ money }) => money ?? []);
  const [first] = amounts;
  const unknown = each.find(({ money, says }) => money === undefined && says !== '');
  if (first === undefined) return unknown ?? { money: undefined, says: '' };
  if (amounts.some(({ currency }) => currency !== first.currency)) {
    return { money: undefined, says: ' How much that is cannot be known before.' };
  }
  const money = sumMoney(amounts, first.currency);
  const tax = each.some(({ isBeforeTax }) => isBeforeTax) ? ' before tax' : '';
  return {
    money,
    says: ` At most ${shortMoney(money)}${tax} are billed or given back for its subscriptions, as far as is known now.${unknown?.says ?? ''}`,
  };
}
