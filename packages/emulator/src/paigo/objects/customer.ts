import { creditBalance } from '../credits/ledger.ts';
import { invoicesOf } from '../invoices/find-invoices.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import { enrollmentObject } from './enrollment.ts';
import { invoiceObject } from './invoice.ts';

/** What a caller can write of a customer; absent fields are undefined. */
export function customerFields(customer: CustomerRecord) {
  const { customerId, customerName, email, paymentChannel, currency, address, metadata } = customer;
  return {
    customerId,
    customerName,
    email,
    paymentChannel,
    // The samples have empty texts for what was not given (`facts/paigo.md §3.10`).
    paymentChannelOptions: customer.paymentChannelOptions ?? { stripeCustomerId: '' },
    customerVatId: customer.customerVatId ?? '',
    taxExempt: customer.taxExempt ?? 'none',
    currency,
    address,
    metadata,
  };
}

function parentOf(state: PaigoState, { customerId, parentId }: CustomerRecord) {
  const parent = parentId === undefined ? undefined : state.customers.get(parentId);
  const link = parent?.children.find(({ childId }) => childId === customerId);
  return link && { ...link, parentId };
}

/** The fields from when a customer had one offering at most (`facts/paigo.md §3.1`). */
function formerFields(state: PaigoState, customer: CustomerRecord) {
  const latest = customer.enrollments.at(-1);
  if (latest === undefined) return { offering: null, offeringId: null };
  const { offeringId, offeringEnrollmentDate, freeTrialStartDate, freeTrialEndDate } = latest;
  const { offering } = enrollmentObject(state, customer, latest);
  return { offering, offeringId, offeringEnrollmentDate, freeTrialStartDate, freeTrialEndDate };
}

/** Invoices that hang under the customer; null where there is none, by the switch `emptyData`. */
function embeddedInvoices(state: PaigoState, customerId: string) {
  const invoices = invoicesOf(state, customerId);
  if (invoices.length === 0 && state.switches.emptyData === 'null') return null;
  return invoices.map((invoice) => invoiceObject(state, invoice, { embedded: true }));
}

/** A customer as Paigo tells it, with all enrolments and invoices (`facts/paigo.md §3.1`). */
export function customerObject(state: PaigoState, customer: CustomerRecord) {
  const { customerId, discount, enrollments, children, paymentChannel } = customer;
  return {
    ...customerFields(customer),
    ...(paymentChannel === 'Stripe' && { stripeAccountReady: true }),
    ...formerFields(state, customer),
    creditBalance: creditBalance(state, customerId),
    discount,
    enrollments: enrollments.map((one) => enrollmentObject(state, customer, one)),
    invoices: embeddedInvoices(state, customerId),
    children: children.map((child) => ({ ...child, parentId: customerId })),
    parent: parentOf(state, customer),
  };
}
