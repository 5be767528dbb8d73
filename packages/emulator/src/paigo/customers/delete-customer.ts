import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

/** Takes a customer away with everything that hangs under it. Nothing is invoiced. */
export function deleteCustomer(state: PaigoState, customer: CustomerRecord): void {
  const { customerId, parentId, children } = customer;
  const siblings = state.customers.get(parentId ?? '')?.children ?? [];
  const place = siblings.findIndex(({ childId }) => childId === customerId);
  if (place >= 0) siblings.splice(place, 1);
  for (const { childId } of children) {
    const child = state.customers.get(childId);
    if (child) child.parentId = undefined;
  }
  for (const { invoiceId, ...invoice } of state.invoices.values()) {
    if (invoice.customerId === customerId) state.invoices.delete(invoiceId);
  }
  state.usage.delete(customerId);
  state.transactions.delete(customerId);
  state.refunds.delete(customerId);
  state.customers.delete(customerId);
  state.deletedCustomers.add(customerId);
}
