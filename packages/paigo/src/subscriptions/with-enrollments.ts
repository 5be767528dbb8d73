import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import { recordsOf } from './subscription-record.ts';

/**
 * The customer with all enrolments. They stand on the customer; where that leaves them out and one
 * of our own subscriptions may be enrolled, they are read for themselves (`facts/paigo.md §3.1`).
 */
export async function withEnrollments(
  paigo: Connection,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<PaigoCustomer> {
  if (Array.isArray(customer.enrollments)) return customer;
  const isAnyOpen = [...recordsOf(customer.metadata).values()].some(
    ({ endedAt }) => endedAt === undefined,
  );
  if (!isAnyOpen) return { ...customer, enrollments: [] };
  const enrollments = await paigo.readAll<PaigoEnrollment>(
    path`/customers/${customer.customerId}/enrollment`,
    context,
  );
  return { ...customer, enrollments };
}
