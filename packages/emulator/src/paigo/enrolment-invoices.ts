import type { Decimal } from '@billport/core';
import type { CustomerRecord, EnrollmentRecord } from './records/customer.ts';
import type { DimensionRecord } from './records/dimension.ts';
import type { PaigoState } from './state.ts';

/** Invoices what a new enrolment bills at once, where that is anything. */
export function invoiceEnrollment(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
): void {}

/** Invoices what was used under an enrolment that ends now, where that is anything. */
export function invoiceUnenrolment(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
): void {}

/** Invoices seats that were added; none make a line without quantity (`facts/paigo.md §3.6`). */
export function invoiceSeats(
  _state: PaigoState,
  _customer: CustomerRecord,
  _enrollment: EnrollmentRecord,
  _dimension: DimensionRecord,
  _seats: Decimal,
): void {}
