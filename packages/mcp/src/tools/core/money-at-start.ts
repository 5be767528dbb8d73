import {
  type Customer,
  currencyDigits,
  Decimal,
  type InstantInput,
  type Money,
  type Plan,
  toEpochMs,
} from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { counted } from '../named.ts';
import { taxRate, withTax } from '../tax-rate.ts';
import type { ToolCall } from '../tool-call.ts';
import { begunPeriods } from './begun-periods.ts';
import { minimumOfCharges, taxesNamed } from './plan-fees.ts';

/** Money that a change moves, as far as it can be known before. */
export interface Moved {
  /** At most this much; undefined where nothing moves, or it cannot be known. */
  readonly money: Money | undefined;
  /** What to know of it, as sentences that follow others; empty where there is nothing to say. */
  readonly says: string;
  /** Whether tax may come on top. */
  readonly isBeforeTax?: boolean;
}

/** How many periods have begun: of the base price, and of usage, which may be billed each month. */
interface Begun {
  readonly base: number;
  readonly usage: number;
}

function begunOf(plan: Plan, startAt: InstantInput | undefined, now: number): Begun {
  const from = startAt === undefined ? now : toEpochMs(startAt);
  const base = begunPeriods(plan.interval, from, now);
  return { base, usage: plan.chargesBilledMonthly ? begunPeriods('monthly', from, now) : base };
}

/** What an amount of each period comes to, with the tax that each one has. */
function inAll(amount: Decimal, periods: number, { currency, percent }: Paid): Decimal {
  const each = { amount: amount.toFixed(currencyDigits(currency)), currency };
  return Decimal.parse(withTax(each, percent).amount).times(Decimal.fromInteger(periods));
}

interface Paid {
  readonly currency: string;
  readonly percent: Decimal;
}

/**
 * One period; where the start is in the past, each one that has begun since then, with what is to be
 * paid in it whatever is used.
 */
function amountOf(plan: Plan, begun: Begun, paid: Paid): Decimal {
  const price = Decimal.parse(plan.price.amount);
  if (begun.base === 1 && begun.usage === 1) return inAll(price, 1, paid);
  const commitment = Decimal.parse(plan.minimumCommitment?.amount.amount ?? '0');
  return inAll(Decimal.max(price, commitment), begun.base, paid).plus(
    inAll(minimumOfCharges(plan), begun.usage, paid),
  );
}

/** One period, or where the start is in the past each one that has begun since then, with tax. */
export async function moneyAtStart(
  call: ToolCall,
  {
    plan,
    customer,
    startAt,
  }: {
    readonly plan: Plan;
    readonly customer: Pick<Customer, 'taxCodes'> | undefined;
    /** Now when absent. */
    readonly startAt: InstantInput | undefined;
  },
): Promise<Moved> {
  const begun = begunOf(plan, startAt, call.clock.now());
  const { currency } = plan.price;
  if (amountOf(plan, begun, { currency, percent: Decimal.ZERO }).isZero()) {
    return { money: undefined, says: '' };
  }
  const percent = await taxRate(call, { named: taxesNamed(plan), customer: customer?.taxCodes });
  const amount = amountOf(plan, begun, { currency, percent: percent ?? Decimal.ZERO });
  const money = { amount: amount.toFixed(currencyDigits(currency)), currency };
  const tax = percent === undefined ? ' before tax' : percent.isZero() ? '' : ' with tax';
  const periods = Math.max(begun.base, begun.usage);
  return {
    money,
    says:
      periods === 1
        ? taxInWords(money, percent)
        : ` ${counted(periods, 'period')} since then are billed at once, up to ${shortMoney(money)}${tax}.`,
  };
}

function taxInWords(money: Money, percent: Decimal | undefined): string {
  if (percent?.isZero()) return '';
  return percent === undefined ? ' Tax may come on top.' : ` With tax ${shortMoney(money)}.`;
}
