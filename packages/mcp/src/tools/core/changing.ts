import type { Tool } from '../tool.ts';
import { addCredits } from './add-credits.ts';
import { applyCoupon } from './apply-coupon.ts';
import { createSubscription } from './create-subscription.ts';
import { recordUsage } from './record-usage.ts';
import { saveCoupon } from './save-coupon.ts';
import { saveMetric } from './save-metric.ts';
import { savePlan } from './save-plan.ts';
import { terminateSubscription } from './terminate-subscription.ts';
import { upsertCustomer } from './upsert-customer.ts';

/** The tools of `core` that change something, in the order of `facts/mcp.md §f`. */
export const CORE_CHANGING: readonly Tool[] = [
  upsertCustomer,
  recordUsage,
  saveMetric,
  savePlan,
  saveCoupon,
  createSubscription,
  terminateSubscription,
  addCredits,
  applyCoupon,
];
