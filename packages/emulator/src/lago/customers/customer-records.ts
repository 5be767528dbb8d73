import type { Customer } from '@billport/core';
import { createdAtOf } from '../created-at.ts';
import { kept } from '../kept.ts';
import type { LagoState } from '../state.ts';

/** One row of a customer's metadata. */
export interface MetadataRow {
  readonly lagoId: string;
  readonly key: string;
  readonly value: string;
  readonly displayInInvoice: boolean;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** What Lago keeps of a customer beside what the engine bills by. */
export interface CustomerRecord {
  /** The how-many-th customer of the account it is. */
  readonly sequentialId: number;
  /** Fields that say who the customer is, under Lago's names. */
  readonly profile: Readonly<Record<string, string | null>>;
  readonly shippingAddress: Readonly<Record<string, string | null>>;
  /** Fields of `billing_configuration` that the engine does not bill by. */
  readonly billing: Readonly<Record<string, unknown>>;
  readonly metadata: readonly MetadataRow[];
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
}

interface Records {
  readonly byKey: Map<string, CustomerRecord>;
  /** Deleted for clients, while the job that ends what they have waits (`facts/lago.md §b`). */
  readonly leaving: Set<string>;
  /** Deleted: their invoices still show the id and the record. */
  readonly gone: Set<string>;
  made: number;
}

const recordsOf = kept(
  (): Records => ({ byKey: new Map(), leaving: new Set(), gone: new Set(), made: 0 }),
);

/** The customer's record, made when something else than `POST /customers` made the customer. */
export function customerRecord(state: LagoState, customer: Customer): CustomerRecord {
  const records = recordsOf(state);
  const known = records.byKey.get(customer.customerKey);
  if (known !== undefined) return known;
  const record: CustomerRecord = {
    sequentialId: ++records.made,
    profile: {},
    shippingAddress: {},
    billing: {},
    metadata: [],
    updatedAt: createdAtOf(customer),
  };
  records.byKey.set(customer.customerKey, record);
  return record;
}

/** Puts a changed record in the place of the former one. */
export function keepCustomerRecord(state: LagoState, key: string, record: CustomerRecord): void {
  recordsOf(state).byKey.set(key, record);
}

/** Whether clients no longer see the customer, though the engine still has it. */
export function isLeaving(state: LagoState, key: string): boolean {
  return recordsOf(state).leaving.has(key);
}

/** Hides a customer from clients and ends what it has, later. */
export function letGo(state: LagoState, key: string): void {
  recordsOf(state).leaving.add(key);
  state.jobs.add(`terminate customer ${key}`, () => finishLeaving(state, key));
}

/** Ends what a leaving customer has. Does nothing when that was done. */
async function finishLeaving(state: LagoState, key: string): Promise<void> {
  const { leaving, gone } = recordsOf(state);
  if (!leaving.has(key)) return;
  await state.billing.customers.delete({ customerKey: key });
  leaving.delete(key);
  gone.add(key);
}

/** Makes room for another customer of a key that was deleted: it gets an id of its own. */
export async function makeRoom(state: LagoState, key: string): Promise<void> {
  await finishLeaving(state, key);
  const { gone, byKey } = recordsOf(state);
  if (!gone.delete(key)) return;
  byKey.delete(key);
  state.ids.release('customer', key);
}
