import { compact } from '@billport/adapter-kit';
import type { Address } from '@billport/core';
import type { PaigoAddress, PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';

const isThere = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

/** Parts of an address that Paigo wants all of (`facts/paigo.md §6.20`). */
const WANTED = ['country', 'postalCode', 'city', 'line1', 'state'] as const;

/** What keeps an address from Paigo. */
export interface AddressProblem {
  readonly part: (typeof WANTED)[number];
  readonly problem: 'is missing' | 'is not two letters';
}

/** The parts that keep Paigo from taking the address; none of one that it takes. */
export function addressProblems(address: Address): readonly AddressProblem[] {
  return WANTED.flatMap((part): AddressProblem[] => {
    const text = address[part];
    if (!isThere(text)) return [{ part, problem: 'is missing' }];
    if (part !== 'state' || /^[A-Za-z]{2}$/.test(text)) return [];
    return [{ part, problem: 'is not two letters' }];
  });
}

/** An address as Paigo takes it; undefined for one that it does not: see {@link addressProblems}. */
export function toPaigoAddress(address: Address): PaigoAddress | undefined {
  if (addressProblems(address).length > 0) return undefined;
  const { country, postalCode, city, line1, line2, state } = address;
  return compact({
    countryCode: country,
    postalCode,
    city,
    streetLineOne: line1,
    streetLineTwo: isThere(line2) ? line2 : undefined,
    state,
  }) as PaigoAddress;
}

/** Paigo's address in the words of the contract; undefined where nothing is in it. */
export function toAddress(address: PaigoCustomer['address']): Address | undefined {
  const found = compact({
    line1: textOf(address?.streetLineOne),
    line2: textOf(address?.streetLineTwo),
    city: textOf(address?.city),
    state: textOf(address?.state),
    postalCode: textOf(address?.postalCode),
    country: textOf(address?.countryCode)?.toUpperCase(),
  }) as Address;
  return Object.keys(found).length === 0 ? undefined : found;
}
