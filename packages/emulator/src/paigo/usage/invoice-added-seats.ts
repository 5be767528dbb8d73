import { Decimal } from '@billport/core';
import { invoiceSeats } from '../enrolment-invoices.ts';
import { badRequest } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';
import { enrollmentOf } from './enrollment-of.ts';
import { incrementsOf } from './increments.ts';
import { latestValue } from './latest-value.ts';

/**
 * Invoices seats at once: what a new total adds to the latest one, and nothing where it is lower
 * (`facts/paigo.md §3.6`). Before the new record is kept.
 * @param total All seats from now on, in consumption units.
 * @throws PaigoFailure 400 for a dimension that is not `upfront` with `last`, and for a customer
 *   who is not enrolled in an offering with it.
 */
export function invoiceAddedSeats(
  state: PaigoState,
  customer: CustomerRecord,
  dimension: DimensionRecord,
  total: Decimal,
): void {
  const { dimensionId, paymentSchedule, aggregationMethod } = dimension;
  if (paymentSchedule !== 'upfront' || aggregationMethod !== 'last') {
    throw badRequest(
      'Invoices are for dimensions with paymentSchedule upfront and aggregationMethod last',
    );
  }
  const enrollment = enrollmentOf(state, customer, dimensionId);
  if (enrollment === undefined) {
    throw badRequest('Customer is not enrolled in an offering with this dimension');
  }
  const latest = latestValue(state, customer.customerId, dimensionId) ?? Decimal.ZERO;
  const added = Decimal.max(Decimal.ZERO, total.minus(latest));
  invoiceSeats(state, customer, enrollment, dimension, incrementsOf(dimension, added));
}
