import { Decimal } from '@billport/core';
import { customerNamed } from '../customers/find-customer.ts';
import { badRequest } from '../failure.ts';
import type { PaigoState } from '../state.ts';
import { enrollmentOf } from './enrollment-of.ts';
import { invoiceAddedSeats } from './invoice-added-seats.ts';
import { recordUsage } from './record-usage.ts';
import { refuseBeyondEntitlement } from './refuse-beyond-entitlement.ts';
import type { NewUsage } from './usage-shape.ts';

/**
 * Takes a usage record. One of a dimension that the customer is not enrolled in is kept all the
 * same, and never billed (`facts/paigo.md §4` "Usage for unknown/unenrolled dimension").
 * @param isInvoiced Whether to bill it at once, as seats.
 * @throws PaigoFailure 400; then nothing is kept.
 */
export function takeUsage(state: PaigoState, sent: NewUsage, isInvoiced: boolean): void {
  const customer = customerNamed(state, sent.customerId);
  const dimension = state.dimensions.get(sent.dimensionId);
  if (dimension === undefined) {
    throw badRequest(`No Dimensions found with ID: ${sent.dimensionId}`);
  }
  if (enrollmentOf(state, customer, sent.dimensionId) !== undefined) {
    refuseBeyondEntitlement(state, dimension, sent);
  }
  if (isInvoiced) invoiceAddedSeats(state, customer, dimension, Decimal.parse(sent.recordValue));
  recordUsage(state, sent);
}
