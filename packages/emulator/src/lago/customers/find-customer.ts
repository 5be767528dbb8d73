import { BillingError, type Customer } from '@billport/core';
import { notFound } from '../failure.ts';
import type { LagoState } from '../state.ts';
import { isLeaving } from './customer-records.ts';

/** The customer that clients see under this external id, if any: not one that was deleted. */
export async function customerIfAny(
  state: LagoState,
  externalId: string,
): Promise<Customer | undefined> {
  if (isLeaving(state, externalId)) return undefined;
  try {
    return await state.billing.customers.get({ customerKey: externalId });
  } catch (error) {
    // A text that the engine takes for no key is nobody's external id.
    if (BillingError.is(error, 'not_found') || BillingError.is(error, 'invalid_input')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The customer that clients see under this external id.
 * @throws LagoFailure 404 `customer_not_found`
 */
export async function findCustomer(state: LagoState, externalId: string): Promise<Customer> {
  const customer = await customerIfAny(state, externalId);
  if (customer === undefined) throw notFound('customer');
  return customer;
}
