import { currencyDigits, Decimal, type Fee, moneyFromMinor } from '@billport/core';
import {
  computeInvoice,
  type FeeTax,
  type InvoiceKind,
  type InvoiceResult,
  roundToMinor,
} from '@billport/rating';
import { type FeeLine, majorText } from '../billing/fee-line.ts';
import type { Engine } from '../engine.ts';
import type { InvoiceBody } from './invoice-record.ts';
import type { ProgressiveCredits } from './progressive-credits.ts';
import { couponsOf, creditNotesOf, ratedFee, taxesOf, walletsOf } from './rating-input.ts';

/** What an invoice is settled from. */
export interface SettlementInput {
  readonly kind: InvoiceKind;
  readonly invoiceId: string;
  readonly customerKey: string;
  readonly currency: string;
  readonly lines: readonly FeeLine[];
  readonly progressive: ProgressiveCredits | undefined;
  /** A draft takes coupons, credit notes and wallets only when it is made final (§14). */
  readonly draft: boolean;
  readonly periods: InvoiceBody['periods'];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The amounts of an invoice, and what it takes from coupons, credit notes and wallets. */
export interface Settlement {
  readonly body: InvoiceBody;
  readonly result: InvoiceResult;
}

const PERCENT = Decimal.parse('0.01');

function taxLines(
  engine: Engine,
  taxes: readonly FeeTax[],
  baseMinor: Decimal,
  currency: string,
): Fee['taxes'] {
  return taxes.map(({ code, rate }) => ({
    code,
    name: engine.tables.taxes.find(code)?.name ?? code,
    rate: rate.toString(),
    base: majorText(baseMinor, currency),
    amount: moneyFromMinor(roundToMinor(baseMinor.times(rate).times(PERCENT)), currency),
  }));
}

function toFee(
  engine: Engine,
  input: SettlementInput,
  line: FeeLine,
  computed: InvoiceResult['fees'][number],
): Fee {
  const { taxCodes, stay: _stay, ...fields } = line;
  const { currency } = input;
  const amountMinor = Decimal.parse(line.amount.amount).toScaled(currencyDigits(currency));
  const progressive = input.progressive?.shares.get(line.id) ?? Decimal.ZERO;
  const baseMinor = Decimal.fromInteger(amountMinor).minus(computed.creditsMinor);
  const taxes = input.kind === 'top_up' ? [] : taxesOf(engine, taxCodes);
  return {
    ...fields,
    couponAmount: majorText(computed.creditsMinor.minus(progressive), currency),
    taxes: taxLines(engine, taxes, baseMinor, currency),
    taxAmount: moneyFromMinor(computed.taxMinor, currency),
    totalAmount: moneyFromMinor(amountMinor + computed.taxMinor, currency),
  };
}

function totalsOf(result: InvoiceResult, currency: string): InvoiceBody['totals'] {
  const money = (minor: bigint) => moneyFromMinor(minor, currency);
  return {
    fees: money(result.feesMinor),
    progressiveCredits: money(result.progressiveCreditMinor),
    coupons: money(result.couponsMinor),
    subtotalExcludingTax: money(result.subTotalExcludingTaxesMinor),
    taxes: money(result.taxesMinor),
    subtotalIncludingTax: money(result.subTotalIncludingTaxesMinor),
    creditNotes: money(result.creditNotesMinor),
    prepaidCredits: money(result.prepaidMinor),
    total: money(result.totalMinor),
  };
}

/** Computes an invoice from its lines; changes nothing (`facts/rating.md §1`). */
export function settle(engine: Engine, input: SettlementInput): Settlement {
  const { currency, customerKey, lines, progressive } = input;
  const money = (minor: bigint) => moneyFromMinor(minor, currency);
  const result = computeInvoice({
    kind: input.kind,
    id: input.invoiceId,
    currency,
    fees: lines.map((line) => ratedFee(engine, line, progressive?.shares.get(line.id))),
    coupons: couponsOf(engine, customerKey),
    creditNotes: creditNotesOf(engine, customerKey),
    wallets: walletsOf(engine, customerKey, input.at),
    draft: input.draft,
  });
  const body: InvoiceBody = {
    currency,
    periods: input.periods,
    fees: lines.map((line, index) =>
      toFee(engine, input, line, result.fees[index] as InvoiceResult['fees'][number]),
    ),
    taxes: result.appliedTaxes.map(({ code, rate, baseMinor, amountMinor }) => ({
      code,
      name: engine.tables.taxes.find(code)?.name ?? code,
      rate: rate.toString(),
      base: majorText(baseMinor, currency),
      amount: money(amountMinor),
    })),
    taxRate: result.taxesRate.toString(),
    coupons: result.coupons.map(({ id, amountMinor }) => ({
      appliedCouponId: id,
      couponCode: engine.tables.appliedCoupons.get(id).couponCode,
      amount: money(amountMinor),
    })),
    progressiveCredits: [...(progressive?.sources ?? [])],
    creditNotes: result.creditNotes.map(({ id, amountMinor }) => ({
      creditNoteId: id,
      amount: money(amountMinor),
    })),
    prepaidCredits: result.wallets.map(({ id, amountMinor }) => ({
      walletId: id,
      amount: money(amountMinor),
    })),
    totals: totalsOf(result, currency),
    feeCreditsMinor: result.fees.map(({ creditsMinor }) => creditsMinor.toString()),
  };
  return { body, result };
}
