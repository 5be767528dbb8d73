import { eachAtOnce, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import { textOf } from '../wire/reading.ts';
import { recordsOf } from './subscription-record.ts';

/** Whether the customer lists its enrolments: Paigo may leave them out (`facts/paigo.md §3.1`). */
const listsEnrollments = ({ enrollments }: PaigoCustomer): boolean =>
  enrollments !== undefined && enrollments !== null;

/** The enrolments by themselves; none where Paigo finds nothing. */
async function readEnrollments(
  paigo: Connection,
  { customerId }: PaigoCustomer,
  context: CallContext,
): Promise<PaigoEnrollment[]> {
  try {
    return await paigo.readAll<PaigoEnrollment>(path`/customers/${customerId}/enrollment`, context);
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/**
 * The customer with all enrolments. They stand on the customer; where that leaves them out, they are
 * read for themselves (`facts/paigo.md §3.2`): left out is not the same as none.
 */
export async function withEnrollments(
  paigo: Connection,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<PaigoCustomer> {
  if (listsEnrollments(customer)) return customer;
  return { ...customer, enrollments: await readEnrollments(paigo, customer, context) };
}

/** Whether the fields from when a customer had one plan at most say that there is none. */
const isOnNone = ({ offering, offeringId }: PaigoCustomer): boolean =>
  (offering === null || offeringId === null) && !offering && !offeringId;

const hasOpenRecord = ({ metadata }: PaigoCustomer): boolean =>
  [...recordsOf(metadata).values()].some(({ endedAt }) => endedAt === undefined);

/** Whether the customer may be on a plan that it does not list. */
const mayHideOne = (customer: PaigoCustomer): boolean =>
  !listsEnrollments(customer) && (hasOpenRecord(customer) || !isOnNone(customer));

/** The customers, in their order: those who are wanted and may be on plans that they do not list, with these. */
async function completed(
  paigo: Connection,
  customers: readonly PaigoCustomer[],
  isWanted: (customer: PaigoCustomer) => boolean,
  context: CallContext,
): Promise<PaigoCustomer[]> {
  const whole = [...customers];
  const unclear = [...customers.entries()].filter(
    ([, customer]) => isWanted(customer) && mayHideOne(customer),
  );
  await eachAtOnce(unclear, paigo.usageConcurrency, async ([index, customer]) => {
    whole[index] = await withEnrollments(paigo, customer, context);
  });
  return whole;
}

/**
 * Many customers with all enrolments, in their order. Those who are said to be on no plan, and have no
 * subscription of ours, are not asked for: an account can have very many of them.
 */
export const allWithEnrollments = (
  paigo: Connection,
  customers: readonly PaigoCustomer[],
  context: CallContext,
): Promise<PaigoCustomer[]> => completed(paigo, customers, () => true, context);

const hasNoCurrency = ({ currency }: PaigoCustomer): boolean => textOf(currency) === undefined;

/** The customer with all that tells what it is billed in: enrolments, where it has no currency. */
export async function withBilling(
  paigo: Connection,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<PaigoCustomer> {
  return hasNoCurrency(customer) ? withEnrollments(paigo, customer, context) : customer;
}

/** The same for many customers, as {@link allWithEnrollments} asks for them. */
export const allWithBilling = (
  paigo: Connection,
  customers: readonly PaigoCustomer[],
  context: CallContext,
): Promise<PaigoCustomer[]> => completed(paigo, customers, hasNoCurrency, context);
