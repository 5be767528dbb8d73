import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { localCalendar } from '../period/local-calendar.ts';
import { lesserMinor, SHARE_DIGITS } from '../period/minor-units.ts';
import { prorateMinor } from '../period/proration.ts';
import { type Trial, trialEnd } from '../period/trial.ts';
import { type CreditedFee, type CreditNoteAmounts, creditNoteAmounts } from './credit-note.ts';

/** A subscription billed in advance that ends inside its period. */
export interface TerminationCreditInput {
  /** Price of a whole period, in minor units. */
  readonly priceMinor: bigint;
  /** The fee that was billed for the period. */
  readonly fee: CreditedFee;
  /** First instant after the period, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly periodTo: number;
  /** Local days of the whole period. */
  readonly periodDays: number;
  /** In milliseconds since 1970-01-01T00:00:00Z. */
  readonly terminatedAt: number;
  /** IANA name of the customer's time zone. */
  readonly timezone: string;
  /** An upgrade ended it: the last day belongs to the new plan and is given back too. */
  readonly upgrade?: boolean;
  readonly trial?: Trial;
  /** What earlier credit notes gave back of the fee before tax, in minor units. */
  readonly creditedMinor?: Decimal;
}

/** The credit note that a termination issues. */
export interface TerminationCredit {
  /** Local days after the last day that was used. */
  readonly unusedDays: number;
  /** Their price before coupons and tax, in minor units; cut to 5 decimals. */
  readonly itemMinor: Decimal;
  readonly amounts: CreditNoteAmounts;
}

/**
 * What the end of a subscription billed in advance gives back: unused days times the price of a
 * day, at most the fee billed, less earlier notes, plus tax (`facts/rating.md §11`). Days of a
 * trial were not paid and are not given back.
 * @throws BillingError `invalid_input` when the time zone is unknown or `periodDays` is zero.
 */
export function terminationCredit(input: TerminationCreditInput): TerminationCredit {
  const days = unusedDays(input);
  const fee = Fraction.ofInteger(input.fee.amountMinor);
  let item = prorateMinor(input.priceMinor, days, input.periodDays);
  if (item.compare(fee) > 0) item = fee;
  item = item.minus(Fraction.of(input.creditedMinor ?? Decimal.ZERO));
  if (item.isNegative()) item = Fraction.ZERO;
  const itemMinor = item.toDecimal(SHARE_DIGITS, 'down');
  return {
    unusedDays: days,
    itemMinor,
    amounts: creditNoteAmounts([{ fee: input.fee, amountMinor: itemMinor }]),
  };
}

function unusedDays(input: TerminationCreditInput): number {
  const calendar = localCalendar(input.timezone);
  const lastDay = calendar.dayOf(input.periodTo - 1);
  let usedUntil = calendar.dayOf(input.terminatedAt) - (input.upgrade ? 1 : 0);
  if (input.trial !== undefined) {
    usedUntil = Math.max(usedUntil, calendar.dayOf(trialEnd(input.trial)) - 1);
  }
  return Math.max(lastDay - usedUntil, 0);
}

/** How a credit note is handed out; the three parts add up to its total. Minor units. */
export interface CreditNoteParts {
  /** Balance for later invoices. */
  readonly creditMinor: bigint;
  /** Paid back. */
  readonly refundMinor: bigint;
  /** Lowers the unpaid rest of the invoice. */
  readonly offsetMinor: bigint;
}

/**
 * Splits a note by what the customer asked for at the termination (`facts/rating.md §11`): a
 * refund reaches as far as payments do, an offset as far as the unpaid rest; what is left becomes
 * credit.
 *
 * @param refundableMinor what was paid and not refunded yet
 * @param unpaidMinor what is left to pay of the invoice
 */
export function splitCreditNote(
  totalMinor: bigint,
  action: 'credit' | 'refund' | 'offset',
  limits: { readonly refundableMinor: bigint; readonly unpaidMinor: bigint },
): CreditNoteParts {
  const refundMinor = action === 'refund' ? lesserMinor(limits.refundableMinor, totalMinor) : 0n;
  const offsetMinor = action === 'offset' ? lesserMinor(limits.unpaidMinor, totalMinor) : 0n;
  return { creditMinor: totalMinor - refundMinor - offsetMinor, refundMinor, offsetMinor };
}
