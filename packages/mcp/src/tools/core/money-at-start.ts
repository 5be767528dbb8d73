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

/** Money that a change moves, as far as it can be known before. */
export interface Moved {
  /** At most this much; undefined where nothing moves, or it cannot be known. */
  readonly money: Money | undefined;
  /** What to know of it, as sentences that follow others; empty where there is nothing to say. */
  readonly says: string;
}

/** What a period costs at least: the base price, or what is to be paid whatever is used. */
function leastOfPeriod({ price, minimumCommitment }: Plan): Decimal {
  const least = Decimal.parse(minimumCommitment?.amount.amount ?? '0');
  return Decimal.max(Decimal.parse(price.amount), least);
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
  const now = call.clock.now();
  const periods = begunPeriods(
    plan.interval,
    startAt === undefined ? now : toEpochMs(startAt),
    now,
  );
  const { currency } = plan.price;
  const each = periods === 1 ? Decimal.parse(plan.price.amount) : leastOfPeriod(plan);
  if (each.isZero()) return { money: undefined, says: '' };
  const named = [plan.taxCodes, plan.minimumCommitment?.taxCodes ?? plan.taxCodes];
  const percent = await taxRate(call, { named, customer: customer?.taxCodes });
  const ofPeriod = withTax(
    { amount: each.toFixed(currencyDigits(currency)), currency },
    percent ?? Decimal.ZERO,
  );
  const amount = Decimal.parse(ofPeriod.amount).times(Decimal.fromInteger(periods));
  const money = { amount: amount.toFixed(currencyDigits(currency)), currency };
  const tax = percent === undefined ? ' before tax' : percent.isZero() ? '' : ' with tax';
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
