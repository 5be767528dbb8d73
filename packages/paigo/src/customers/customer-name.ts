import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';

/** What Paigo is told of a name: it wants one always, so the key stands in for none. */
export interface PaigoName {
  readonly customerName: string;
  /** `billport.name`, which tells a name that is the key from none. */
  readonly ownName: string | null;
}

/** How a name, or none, is written. */
export function toPaigoName(name: string | null | undefined, customerKey: string): PaigoName {
  if (name === undefined || name === null) return { customerName: customerKey, ownName: null };
  return { customerName: name, ownName: name === customerKey ? name : null };
}

/** The customer's name; undefined where the key stands in for it. */
export function nameOf({ customerName, customerId, metadata }: PaigoCustomer): string | undefined {
  const name = textOf(customerName);
  return name === customerId ? ownValue(metadata, OWN.name) : name;
}
