import { Decimal, type Instant } from '@billport/core';
import { offeringOf } from '../billing/enrolled-dimensions.ts';
import { usageLines } from '../billing/enrolment-lines.ts';
import { invoicesOf } from '../invoices/find-invoices.ts';
import { lineAmount } from '../invoices/invoice-amounts.ts';
import { currencyFor } from '../invoices/invoice-currency.ts';
import { issueInvoice } from '../invoices/issue-invoice.ts';
import { monthOf } from '../invoices/months.ts';
import { DEFAULT_TOP_UP_THRESHOLD } from '../offerings/offering-shape.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import { enrollmentOf } from '../usage/enrollment-of.ts';
import { moveCredits, spendableCredits } from './ledger.ts';

/** What was taken for usage that is not settled yet; below zero: what is still owed from before. */
const taken = new WeakMap<EnrollmentRecord, Decimal>();

const isUnpaid = (status: string) => status === 'Draft' || status === 'Open';

/**
 * Invoices a recharge when the balance is low: up to the offering's amount. One at a time
 * (`facts/paigo.md §4` "Pricing models").
 */
export function rechargeWhenLow(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
): void {
  const { customerId } = customer;
  const offering = offeringOf(state, enrollment);
  const { topUpAmount = '0', topUpThreshold = DEFAULT_TOP_UP_THRESHOLD, offeringName } = offering;
  const full = Decimal.parse(topUpAmount);
  const balance = spendableCredits(state, customerId);
  const isRecharging = invoicesOf(state, customerId).some(
    ({ invoiceType, invoiceStatus }) => invoiceType === 'TOPUP' && isUnpaid(invoiceStatus),
  );
  const isLow = balance.compare(full.times(Decimal.parse(topUpThreshold))) <= 0;
  if (!isLow || isRecharging) return;
  const unitCost = full.minus(balance).toString();
  issueInvoice(state, customer, {
    currency: currencyFor(customer, offering),
    lineItems: [{ name: `Top up - ${offeringName}`, quantity: '1', unitCost }],
    invoiceType: 'TOPUP',
    storePaymentAsCredit: true,
  });
}

/** Takes what was used up to the moment off the balance, as far as that goes. */
function takeUsage(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
  until: Instant,
): Decimal {
  const { customerId } = customer;
  const { offeringId, currency: offered } = offeringOf(state, enrollment);
  const currency = currencyFor(customer, { currency: offered });
  const lines = usageLines(state, customer, enrollment, until);
  const used = Decimal.sum(lines.map((line) => lineAmount(line, currency)));
  const before = taken.get(enrollment) ?? Decimal.ZERO;
  const due = Decimal.min(used.minus(before), spendableCredits(state, customerId));
  if (due.isPositive()) {
    moveCredits(state, {
      customerId,
      transactionAmount: due.negated().toString(),
      timestamp: state.now(),
      metadata: { offeringId },
    });
    taken.set(enrollment, before.plus(due));
  }
  return used;
}

/** Takes what was used since the last time off the balance, and ends the period at the moment. */
export function settleUsage(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
  at: Instant,
): void {
  const used = takeUsage(state, customer, enrollment, at);
  taken.set(enrollment, (taken.get(enrollment) ?? Decimal.ZERO).minus(used));
  enrollment.billedUntil = at;
  rechargeWhenLow(state, customer, enrollment);
}

/**
 * Takes what a customer used off its balance, behind the answer, where the dimension belongs to an
 * offering that is topped up.
 */
export function deductUsage(state: PaigoState, customerId: string, dimensionId: string): void {
  const customer = state.customers.get(customerId);
  const enrollment = customer && enrollmentOf(state, customer, dimensionId);
  if (!enrollment || offeringOf(state, enrollment).billingCycle !== 'topUp') return;
  const name = `top-up of ${customerId}`;
  if (state.jobs.waiting().includes(name)) return;
  state.jobs.add(name, () => {
    if (!customer.enrollments.includes(enrollment)) return;
    takeUsage(state, customer, enrollment, monthOf(state.now()).to);
    rechargeWhenLow(state, customer, enrollment);
  });
}
