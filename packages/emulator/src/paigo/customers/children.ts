import { badRequest, notFound } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

/** Who pays for the child (`facts/paigo.md §4`). */
type BillParent = CustomerRecord['children'][number]['billParent'];

/** Whether a customer is the other one, or stands above it. */
function isAtOrAbove(state: PaigoState, upper: CustomerRecord, lower: CustomerRecord): boolean {
  let current: CustomerRecord | undefined = lower;
  while (current !== undefined && current !== upper) {
    current = state.customers.get(current.parentId ?? '');
  }
  return current === upper;
}

/**
 * Makes a customer the child of another one.
 * @throws PaigoFailure 400 for a child that has a parent, or that stands above the parent.
 */
export function addChild(
  state: PaigoState,
  parent: CustomerRecord,
  child: CustomerRecord,
  billParent: BillParent,
): void {
  if (child.parentId !== undefined) throw badRequest('The customer already has a parent');
  if (isAtOrAbove(state, child, parent)) {
    throw badRequest('A customer cannot be the child of itself or of its own children');
  }
  parent.children.push({ childId: child.customerId, billParent });
  child.parentId = parent.customerId;
}

function linkOf(parent: CustomerRecord, { customerId }: CustomerRecord) {
  const link = parent.children.find(({ childId }) => childId === customerId);
  if (link === undefined) throw notFound(`Child with ID: ${customerId} not found`);
  return link;
}

/** @throws PaigoFailure 404 for a customer that is no child of the parent. */
export function changeChild(parent: CustomerRecord, child: CustomerRecord, bill: BillParent): void {
  linkOf(parent, child).billParent = bill;
}

/** @throws PaigoFailure 404 for a customer that is no child of the parent. */
export function removeChild(parent: CustomerRecord, child: CustomerRecord): void {
  parent.children.splice(parent.children.indexOf(linkOf(parent, child)), 1);
  child.parentId = undefined;
}
