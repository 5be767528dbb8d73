export { type AdvanceFee, AdvanceState } from './advance-state.ts';
export { chargeIssues } from './charge-issues.ts';
export {
  type AdvanceBilling,
  advanceBilling,
  type EventAdvance,
  type ValueAdvance,
} from './in-advance.ts';
export { type PercentageTerms, percentageTerms } from './percentage-terms.ts';
export { type PerEventTotals, walkEvents } from './percentage-walk.ts';
export { type PricedCharge, type PricingOf, pricedCharge } from './priced-charge.ts';
export { type Pricer, pricerFor, rate } from './rate.ts';
export type { Rated, RatedTier } from './rated.ts';
export { roundAmount } from './round-amount.ts';
