import { type Decimal, type Instant, toEpochMs, toInstant } from '@billport/core';
import { offeringOf, pricedFor } from './billing/enrolled-dimensions.ts';
import { isOnTrial, upfrontLines, usageLines } from './billing/enrolment-lines.ts';
import { lineName } from './billing/line-names.ts';
import { payerOf } from './billing/payer-of.ts';
import { moveCredits } from './credits/ledger.ts';
import { rechargeWhenLow, settleUsage } from './credits/top-up.ts';
import { currencyFor } from './invoices/invoice-currency.ts';
import { issueInvoice } from './invoices/issue-invoice.ts';
import type { CustomerRecord, EnrollmentRecord } from './records/customer.ts';
import type { DimensionRecord } from './records/dimension.ts';
import type { InvoiceLineRecord } from './records/invoice.ts';
import type { OfferingRecord } from './records/offering.ts';
import type { PaigoState } from './state.ts';

/** Invoices lines to who pays for the customer; none make no invoice. */
function invoiceNow(
  state: PaigoState,
  customer: CustomerRecord,
  offering: OfferingRecord,
  lineItems: readonly InvoiceLineRecord[],
): void {
  if (lineItems.length === 0) return;
  const payer = payerOf(state, customer);
  const currency = currencyFor(payer, offering);
  issueInvoice(state, payer, { currency, lineItems, invoiceType: 'RECURRING' });
}

/** Gives the credits that come with an offering (`facts/paigo.md §4` "Credits"). */
function grantPrepaidCredit(
  state: PaigoState,
  { customerId }: CustomerRecord,
  { prepaidCredit = '0', offeringId }: OfferingRecord,
): void {
  if (Number(prepaidCredit) === 0) return;
  const metadata = { offeringId };
  const timestamp = state.now();
  moveCredits(state, { customerId, transactionAmount: prepaidCredit, timestamp, metadata });
}

/**
 * Invoices what a new enrolment pays ahead: the price of a subscription and the quantities that
 * were bought, unless it begins with a trial (`facts/paigo.md §3.2`). Prices are never prorated.
 */
export function invoiceEnrollment(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
): void {
  const offering = offeringOf(state, enrollment);
  grantPrepaidCredit(state, customer, offering);
  if (offering.billingCycle === 'topUp') rechargeWhenLow(state, customer, enrollment);
  else if (offering.billingCycle !== undefined && !isOnTrial(enrollment, state.now())) {
    invoiceNow(state, customer, offering, upfrontLines(state, customer, enrollment));
  }
}

/** The first moment after the present: usage of the present still belongs to what ends now. */
const afterNow = (state: PaigoState): Instant => toInstant(toEpochMs(state.now()) + 1);

/** Invoices what was used and not billed yet under an enrolment that ends now. */
export function invoiceUnenrolment(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
): void {
  const offering = offeringOf(state, enrollment);
  const end = afterNow(state);
  if (offering.billingCycle === 'topUp') settleUsage(state, customer, enrollment, end);
  else if (offering.billingCycle !== undefined) {
    invoiceNow(state, customer, offering, usageLines(state, customer, enrollment, end));
  }
  enrollment.billedUntil = end;
}

/** Invoices seats that were added; none make a line without quantity (`facts/paigo.md §3.6`). */
export function invoiceSeats(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
  dimension: DimensionRecord,
  seats: Decimal,
): void {
  const offering = offeringOf(state, enrollment);
  const { consumptionPrice = '0' } = pricedFor(dimension, enrollment, offering);
  const name = lineName(dimension, offering);
  const line = { name, quantity: seats.toString(), unitCost: consumptionPrice };
  invoiceNow(state, customer, offering, [line]);
}
