export {
  type BillingCycle,
  type BillingInterval,
  type BillingPeriod,
  type BillingTime,
  billingPeriodAt,
  nextBillingPeriod,
  previousBillingPeriod,
} from './billing-period.ts';
export { isFullPeriod, type PeriodSituation } from './full-period.ts';
export { type LocalCalendar, localCalendar } from './local-calendar.ts';
export { roundToMinor } from './minor-units.ts';
export { type PlanPrice, planChange, yearlyValue } from './plan-change.ts';
export { localDayCount, prorate, prorateMinor, type Span } from './proration.ts';
export {
  type SubscriptionFee,
  type SubscriptionFeeInput,
  subscriptionFee,
} from './subscription-fee.ts';
export {
  type SubscriptionLife,
  startsBasePeriod,
  subscriptionWindow,
  usageCycle,
  usageWindow,
} from './subscription-window.ts';
export { type Trial, trialEnd, withoutTrial } from './trial.ts';
