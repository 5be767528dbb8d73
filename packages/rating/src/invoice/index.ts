export { type ChargeMinimumInput, type ChargeTrueUp, chargeTrueUp } from './charge-minimum.ts';
export { couponsOverlap } from './coupon-overlap.ts';
export {
  type AppliedCoupon,
  applyCoupons,
  type CouponDiscount,
  type CouponFrequency,
  type CouponLimits,
  type CouponResult,
  type CouponUse,
} from './coupons.ts';
export {
  type CreditedFee,
  type CreditNoteAmounts,
  type CreditNoteItem,
  creditableMinor,
  creditNoteAmounts,
} from './credit-note.ts';
export {
  applyCreditNotes,
  type CreditNoteBalance,
  type CreditNoteResult,
  type CreditNoteTarget,
  type CreditNoteUse,
} from './credit-note-application.ts';
export { type FeeDue, feeDue } from './fee-due.ts';
export { shareProgressiveCredit } from './fee-share.ts';
export {
  computeInvoice,
  type InvoiceInput,
  type InvoiceKind,
  type InvoiceResult,
} from './invoice-arithmetic.ts';
export {
  type CreditedLine,
  type FeeTax,
  type FeeType,
  type InvoiceFee,
  isChargeFeeBilled,
} from './invoice-fee.ts';
export {
  type CommitmentTrueUp,
  commitmentTrueUp,
  type MinimumCommitmentInput,
} from './minimum-commitment.ts';
export { type OneOffItem, oneOffFee, oneOffInvoice } from './one-off.ts';
export {
  type ProgressiveInvoice,
  type ProgressiveSettlement,
  progressiveInvoice,
  settleProgressive,
} from './progressive-billing.ts';
export { chooseTaxes, type TaxSources } from './tax-choice.ts';
export { type AppliedTax, applyTaxes, type TaxedLine, type TaxResult, totalRate } from './taxes.ts';
export {
  type CreditNoteParts,
  splitCreditNote,
  type TerminationCredit,
  type TerminationCreditInput,
  terminationCredit,
} from './termination-credit.ts';
export { type LifetimeUsage, passedThresholds, type UsageThresholds } from './usage-threshold.ts';
export {
  type CreditConsumption,
  consumeCredits,
  type InboundCredits,
} from './wallet-consumption.ts';
export {
  type CreditRate,
  creditsOfMoney,
  moneyOfCredits,
  type WalletCredits,
} from './wallet-credits.ts';
export {
  applyWallets,
  DEFAULT_WALLET_PRIORITY,
  type WalletBalance,
  type WalletResult,
  type WalletTarget,
  type WalletUse,
} from './wallets.ts';
