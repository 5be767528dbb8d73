import { renamed, replaced } from './translation.ts';

/** The fields of an address, as Lago's customers have them beside all others. */
export const ADDRESS_FIELDS = [
  'address_line1',
  'address_line2',
  'city',
  'state',
  'country',
  'zipcode',
] as const;

const ownNames = renamed({ address_line1: 'line1', address_line2: 'line2', zipcode: 'postalCode' });

/** The fields of an address as one address. */
export const address = replaced(ADDRESS_FIELDS, (args) => {
  const said = Object.entries(args).filter(([name]) =>
    (ADDRESS_FIELDS as readonly string[]).includes(name),
  );
  return { address: ownNames(Object.fromEntries(said)) };
});
