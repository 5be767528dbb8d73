import { badRequest, notFound } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

const sentence = (id: string) => `Customer with ID: ${id} not found`;

/**
 * The customer of a path.
 * @throws PaigoFailure 404 where none has the id.
 */
export function customerAt(state: PaigoState, id: string): CustomerRecord {
  const customer = state.customers.get(id);
  if (customer === undefined) throw notFound(sentence(id));
  return customer;
}

/**
 * The customer that a body names.
 * @throws PaigoFailure 400 where none has the id.
 */
export function customerNamed(state: PaigoState, id: string): CustomerRecord {
  const customer = state.customers.get(id);
  if (customer === undefined) throw badRequest(sentence(id));
  return customer;
}
