import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

/** Who pays for a customer: itself, or the parent that is billed for it (`facts/paigo.md §4`). */
export function payerOf(state: PaigoState, customer: CustomerRecord): CustomerRecord {
  const parent = state.customers.get(customer.parentId ?? '');
  const link = parent?.children.find(({ childId }) => childId === customer.customerId);
  return parent && link?.billParent === 'aggregated' ? payerOf(state, parent) : customer;
}
