import type { CallContext, Connection } from '../connection.ts';
import { allCustomers } from '../customers/read-customer.ts';
import { allWithEnrollments } from '../subscriptions/with-enrollments.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { listOf } from '../wire/reading.ts';

/** Every customer with all enrolments: those that Paigo leaves out of the list are read. */
export async function enrolledCustomers(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoCustomer[]> {
  return allWithEnrollments(paigo, await allCustomers(paigo, context), context);
}

/** A customer that is on the offering; undefined where none is. */
export async function findSubscriber(
  paigo: Connection,
  { offeringId }: PaigoOffering,
  context: CallContext,
): Promise<PaigoCustomer | undefined> {
  const customers = await enrolledCustomers(paigo, context);
  return customers.find(({ enrollments }) =>
    listOf<PaigoEnrollment>(enrollments).some(
      ({ offering }) => offering?.offeringId === offeringId,
    ),
  );
}
