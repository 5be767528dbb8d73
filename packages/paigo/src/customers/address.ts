import { compact } from '@billport/adapter-kit';
import type { Address } from '@billport/core';
import type { PaigoAddress, PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';

const isThere = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

/**
 * An address as Paigo takes it; undefined for one that it does not: a part is missing, or the state
 * is not two letters (`facts/paigo.md §6.20`).
 */
export function toPaigoAddress(address: Address): PaigoAddress | undefined {
  const { country, postalCode, city, line1, line2, state } = address;
  if (!isThere(country) || !isThere(postalCode) || !isThere(city) || !isThere(line1)) {
    return undefined;
  }
  if (state === undefined || !/^[A-Za-z]{2}$/.test(state)) return undefined;
  const streetLineTwo = isThere(line2) ? line2 : undefined;
  return compact({
    countryCode: country,
    postalCode,
    city,
    streetLineOne: line1,
    streetLineTwo,
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
