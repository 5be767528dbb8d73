import { BillingError, type Customer } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { kept } from '../kept.ts';
import { customerObject } from '../objects/customers.ts';
import type { LagoState } from '../state.ts';

const lastSeen = kept(() => new Map<string, Customer>());

/** The customer of an invoice, as it was when it was last seen where it is deleted. */
export async function customerBehind(
  state: LagoState,
  customerKey: string,
  createdAt: string,
): Promise<Customer> {
  try {
    const customer = await state.billing.customers.get({ customerKey });
    lastSeen(state).set(customerKey, customer);
    return customer;
  } catch (error) {
    if (!BillingError.is(error, 'not_found')) throw error;
    return lastSeen(state).get(customerKey) ?? { customerKey, createdAt };
  }
}

/** The same as Lago embeds it. */
export async function customerObjectBehind(
  state: LagoState,
  customerKey: string,
  createdAt: string,
): Promise<Fields> {
  return customerObject(state, await customerBehind(state, customerKey, createdAt));
}
