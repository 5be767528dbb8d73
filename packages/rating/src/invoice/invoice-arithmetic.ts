import { BillingError, Decimal } from '@billport/core';
import { roundToMinor } from '../period/minor-units.ts';
import { type AppliedCoupon, applyCoupons, type CouponUse } from './coupons.ts';
import {
  applyCreditNotes,
  type CreditNoteBalance,
  type CreditNoteUse,
} from './credit-note-application.ts';
import { feeDue } from './fee-due.ts';
import type { CreditedLine, InvoiceFee } from './invoice-fee.ts';
import { type AppliedTax, applyTaxes, type TaxedLine } from './taxes.ts';
import { applyWallets, type WalletBalance, type WalletUse } from './wallets.ts';

/** What an invoice is for; decides which steps it takes. */
export type InvoiceKind = 'subscription' | 'progressive' | 'advance_charge' | 'one_off' | 'top_up';

interface Steps {
  readonly coupons: boolean;
  readonly taxes: boolean;
  readonly creditNotes: boolean;
  readonly wallets: boolean;
}

const ALL_STEPS: Steps = { coupons: true, taxes: true, creditNotes: true, wallets: true };
const NO_STEPS: Steps = { coupons: false, taxes: false, creditNotes: false, wallets: false };

/** The table of `facts/rating.md §1`. */
const STEPS: Readonly<Record<InvoiceKind, Steps>> = {
  subscription: ALL_STEPS,
  progressive: ALL_STEPS,
  advance_charge: ALL_STEPS,
  one_off: { ...NO_STEPS, taxes: true },
  top_up: NO_STEPS,
};

/** What an invoice is computed from. */
export interface InvoiceInput {
  readonly kind: InvoiceKind;
  /** Id of the invoice, where its own credit notes have to be told apart. */
  readonly id?: string;
  readonly currency: string;
  readonly fees: readonly InvoiceFee[];
  /** In the order in which they were applied to the customer. */
  readonly coupons?: readonly AppliedCoupon[];
  /** Oldest first. */
  readonly creditNotes?: readonly CreditNoteBalance[];
  /** Oldest first. */
  readonly wallets?: readonly WalletBalance[];
  /** A draft takes coupons, credit notes and wallets only when it is finalized (§14). */
  readonly draft?: boolean;
}

/** A computed invoice. All amounts in minor units. */
export interface InvoiceResult {
  /** The fees in the order given, with their share of coupons and their tax. */
  readonly fees: readonly TaxedLine[];
  readonly feesMinor: bigint;
  readonly progressiveCreditMinor: bigint;
  readonly couponsMinor: bigint;
  /** Fees less progressive credits and coupons. */
  readonly subTotalExcludingTaxesMinor: bigint;
  readonly taxesMinor: bigint;
  /** Mean tax rate in percent, weighted by amounts. */
  readonly taxesRate: Decimal;
  readonly appliedTaxes: readonly AppliedTax[];
  readonly subTotalIncludingTaxesMinor: bigint;
  readonly creditNotesMinor: bigint;
  readonly prepaidMinor: bigint;
  /** What is left to pay; an invoice of 0 counts as paid. */
  readonly totalMinor: bigint;
  readonly coupons: readonly CouponUse[];
  readonly creditNotes: readonly CreditNoteUse[];
  readonly wallets: readonly WalletUse[];
}

/**
 * Computes an invoice: fees, less progressive credits, less coupons, plus taxes, less credit
 * notes, less wallets, in that order (`facts/rating.md §1`). Which of the steps are taken depends
 * on the kind of the invoice.
 * @throws BillingError `invalid_input` when a fee is below zero or credited by more than it is,
 *   or when one tax code comes with two rates.
 */
export function computeInvoice(input: InvoiceInput): InvoiceResult {
  input.fees.forEach(checkFee);
  const { currency } = input;
  const steps = stepsOf(input);

  const feesMinor = input.fees.reduce((sum, fee) => sum + fee.amountMinor, 0n);
  const coupons = applyCoupons(input.fees, steps.coupons ? (input.coupons ?? []) : [], currency);
  const progressiveCreditMinor = progressiveCredit(input.fees);
  const subTotalExcludingTaxesMinor = feesMinor - progressiveCreditMinor - coupons.amountMinor;

  const taxes = applyTaxes(steps.taxes ? coupons.lines : coupons.lines.map(untaxed));
  const subTotalIncludingTaxesMinor = subTotalExcludingTaxesMinor + taxes.amountMinor;

  const creditNotes = applyCreditNotes(steps.creditNotes ? (input.creditNotes ?? []) : [], {
    invoiceId: input.id,
    currency,
    dueMinor: subTotalIncludingTaxesMinor,
    fees: taxes.lines.map(feeDue),
  });
  const dueMinor = subTotalIncludingTaxesMinor - creditNotes.amountMinor;
  const wallets = applyWallets(steps.wallets ? (input.wallets ?? []) : [], {
    currency,
    dueMinor,
    fees: creditNotes.fees,
  });

  return {
    fees: taxes.lines,
    feesMinor,
    progressiveCreditMinor,
    couponsMinor: coupons.amountMinor,
    subTotalExcludingTaxesMinor,
    taxesMinor: taxes.amountMinor,
    taxesRate: taxes.rate,
    appliedTaxes: taxes.applied,
    subTotalIncludingTaxesMinor,
    creditNotesMinor: creditNotes.amountMinor,
    prepaidMinor: wallets.amountMinor,
    totalMinor: dueMinor - wallets.amountMinor,
    coupons: coupons.uses,
    creditNotes: creditNotes.uses,
    wallets: wallets.uses,
  };
}

/** A draft waits with everything that uses up what the customer holds (`facts/rating.md §14`). */
function stepsOf({ kind, draft }: InvoiceInput): Steps {
  return draft ? { ...NO_STEPS, taxes: STEPS[kind].taxes } : STEPS[kind];
}

function checkFee(fee: InvoiceFee, index: number): void {
  const credit = fee.progressiveCreditMinor ?? Decimal.ZERO;
  if (fee.amountMinor >= 0n && credit.compare(Decimal.fromInteger(fee.amountMinor)) <= 0) return;
  throw new BillingError('invalid_input', {
    message: `fees.${index}: ${fee.amountMinor} less a progressive credit of ${credit} is below zero; a fee is 0 at least.`,
  });
}

function progressiveCredit(fees: readonly InvoiceFee[]): bigint {
  return roundToMinor(Decimal.sum(fees.map((fee) => fee.progressiveCreditMinor ?? Decimal.ZERO)));
}

function untaxed(line: CreditedLine): CreditedLine {
  const { taxes: _taxes, taxPreciseMinor: _taxPreciseMinor, ...fee } = line.fee;
  return { ...line, fee };
}
