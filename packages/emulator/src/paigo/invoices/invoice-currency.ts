import type { CustomerRecord } from '../records/customer.ts';
import type { OfferingRecord } from '../records/offering.ts';

/** The customer's currency, else the offering's, else dollars (`facts/paigo.md §4` "Currency"). */
export const currencyFor = (
  { currency }: Pick<CustomerRecord, 'currency'>,
  offering?: Pick<OfferingRecord, 'currency'>,
): string => currency ?? offering?.currency ?? 'USD';
