import { planCode } from '../plans/to-plan.ts';
import { shortInId } from '../short-in-id.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoOffering } from '../wire/offering.ts';

/** The longest key of a subscription in the contract. */
const LONGEST = 255;

/** Room for each part where both do not fit as they are. */
const ROOM = (LONGEST - 1) / 2;

/** The part with `%`, `:` and a `#` at its beginning as they stand in addresses; others as they are. */
const encoded = (part: string): string =>
  part.replaceAll('%', '%25').replaceAll(':', '%3A').replace(/^#/, '%23');

/**
 * The key of an enrolment that others made, since Paigo has none (`facts/paigo.md §5`):
 * `customer:plan`. A `:` in either part is written `%3A`, so that no two have one key; of a key that
 * would be longer than 255 characters the long parts are hashes.
 */
export function syntheticKey(
  { customerId }: Pick<PaigoCustomer, 'customerId'>,
  offering: PaigoOffering,
): string {
  const parts = [encoded(customerId), encoded(planCode(offering))];
  const key = parts.join(':');
  return key.length <= LONGEST ? key : parts.map((part) => shortInId(part, ROOM)).join(':');
}
