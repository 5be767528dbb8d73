export { findCoupon } from './find-coupon.ts';
export { findCustomer } from './find-customer.ts';
export { findInvoice } from './find-invoice.ts';
export { findMetric } from './find-metric.ts';
export { findPlan } from './find-plan.ts';
export { findSubscription } from './find-subscription.ts';
export { findTax } from './find-tax.ts';
export { findWallet } from './find-wallet.ts';
