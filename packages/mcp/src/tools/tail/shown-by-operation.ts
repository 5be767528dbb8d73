import {
  AppliedCoupon,
  Coupon,
  CreditNote,
  CreditTransaction,
  Customer,
  Invoice,
  Metric,
  type Operation,
  Plan,
  Subscription,
  Tax,
  UsageEvent,
  UsageSummary,
  Wallet,
} from '@billport/core';
import type { z } from 'zod';
import type { Fact } from '../../answers/answer.ts';
import {
  shownAppliedCoupon,
  shownCoupon,
  shownCreditNote,
  shownCreditTransaction,
  shownCustomer,
  shownInvoice,
  shownMetric,
  shownPlan,
  shownSubscription,
  shownTax,
  shownUsageEvent,
  shownUsageSummary,
  shownWallet,
} from '../../answers/shown/index.ts';
import { whole } from '../../answers/shown/whole.ts';

type Show = (thing: never, detailed: boolean) => Fact;

const SHOWN: ReadonlyMap<z.ZodType, Show> = new Map<z.ZodType, Show>([
  [AppliedCoupon, shownAppliedCoupon],
  [Coupon, shownCoupon],
  [CreditNote, shownCreditNote],
  [CreditTransaction, shownCreditTransaction],
  [Customer, shownCustomer],
  [Invoice, shownInvoice],
  [Metric, shownMetric],
  [Plan, shownPlan],
  [Subscription, shownSubscription],
  [Tax, shownTax],
  [UsageEvent, shownUsageEvent],
  [UsageSummary, shownUsageSummary],
  [Wallet, shownWallet],
]);

/** An item of a list as it is shown: short where whole objects were not asked for. */
export function shownItem({ output }: Operation, item: object, detailed: boolean): Fact {
  const show = SHOWN.get(output);
  return show === undefined ? whole(item) : show(item as never, detailed);
}
