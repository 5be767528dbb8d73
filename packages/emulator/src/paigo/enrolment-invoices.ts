import type { CustomerRecord, EnrollmentRecord } from './records/customer.ts';
import type { InvoiceRecord } from './records/invoice.ts';
import type { PaigoState } from './state.ts';

/** A change of bought quantity of one upfront dimension of an enrolment. */
export interface SeatChange {
  readonly dimensionId: string;
  /** Quantity before, in consumption units, as text; `0` where there was none. */
  readonly from: string;
  /** Quantity after, in consumption units, as text. */
  readonly to: string;
}

/** Invoices what a new enrolment bills at once; undefined where that is nothing. */
export function invoiceEnrollment(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
): InvoiceRecord | undefined {
  return undefined;
}

/** Invoices what was used under an enrolment that ends now; undefined where that is nothing. */
export function invoiceUnenrolment(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
): InvoiceRecord | undefined {
  return undefined;
}

/** Invoices a change of bought quantities at once. */
export function invoiceSeats(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
  _changes: readonly SeatChange[],
): InvoiceRecord | undefined {
  return undefined;
}
