import type { Instant } from '@billport/core';
import { settleUsage } from '../credits/top-up.ts';
import { currencyFor } from '../invoices/invoice-currency.ts';
import { issueInvoice } from '../invoices/issue-invoice.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { InvoiceLineRecord } from '../records/invoice.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import { offeringOf } from './enrolled-dimensions.ts';
import { isOnTrial, minimumLines, upfrontLines, usageLines } from './enrolment-lines.ts';
import { payerOf } from './payer-of.ts';

/** Lines that go onto one invoice. */
interface Bill {
  readonly payer: CustomerRecord;
  readonly currency: string;
  readonly lines: InvoiceLineRecord[];
}

/** Whether the offering's cycle ends with this month; nobody knows what `annualToDate` means. */
function endsCycle({ billingCycle }: OfferingRecord, at: Instant): boolean {
  if (billingCycle === 'annualToDate') return at.slice(5, 7) === '01';
  return billingCycle === 'monthly';
}

/** What the cycle that ends costs, and what is paid ahead for the next one. */
function cycleLines(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
  { at, currency }: { at: Instant; currency: string },
): InvoiceLineRecord[] {
  const used = usageLines(state, customer, enrollment, at);
  if (isOnTrial(enrollment, at)) return used;
  return [
    ...used,
    ...minimumLines(offeringOf(state, enrollment), used, currency),
    ...upfrontLines(state, customer, enrollment),
  ];
}

/** Bills each enrolment of a customer whose cycle ends. */
function billCustomer(
  state: PaigoState,
  customer: CustomerRecord,
  at: Instant,
  billFor: (payer: CustomerRecord, currency: string) => Bill,
): void {
  const payer = payerOf(state, customer);
  for (const enrollment of customer.enrollments) {
    if (enrollment.billedUntil >= at) continue;
    const offering = offeringOf(state, enrollment);
    if (offering.billingCycle === 'topUp') settleUsage(state, customer, enrollment, at);
    if (!endsCycle(offering, at)) continue;
    const currency = currencyFor(payer, offering);
    const { lines } = billFor(payer, currency);
    lines.push(...cycleLines(state, customer, enrollment, { at, currency }));
    enrollment.billedUntil = at;
  }
}

/**
 * Bills the month that ends at the moment: one invoice for each customer, across its enrolments
 * and the children that it pays for (`facts/paigo.md §4` "Invoices"). None without a line.
 */
export function billMonth(state: PaigoState, at: Instant): void {
  const bills = new Map<string, Bill>();
  const billFor = (payer: CustomerRecord, currency: string) => {
    const key = `${currency} ${payer.customerId}`;
    const bill = bills.get(key) ?? { payer, currency, lines: [] };
    bills.set(key, bill);
    return bill;
  };
  for (const customer of state.customers.values()) billCustomer(state, customer, at, billFor);
  for (const { payer, currency, lines } of bills.values()) {
    if (lines.length === 0) continue;
    issueInvoice(state, payer, {
      currency,
      lineItems: lines,
      invoiceDate: at,
      invoiceType: 'RECURRING',
    });
  }
}
