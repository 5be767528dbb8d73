import type { Connection } from '../connection.ts';
import type { FoundSubscription } from './match-enrollments.ts';
import { meantByKey } from './meant-subscription.ts';

/** How many keys are remembered with their customers. */
const MOST_HINTS = 250_000;

/** Which customer had a key when it was last seen. Only a hint: what is read decides. */
const hintsOf = new WeakMap<Connection, Map<string, string>>();

function hints(paigo: Connection): Map<string, string> {
  const known = hintsOf.get(paigo) ?? new Map<string, string>();
  hintsOf.set(paigo, known);
  return known;
}

/** The customer who had the key when it was last seen; undefined where nobody remembers. */
export const hintOf = (paigo: Connection, subscriptionKey: string): string | undefined =>
  hints(paigo).get(subscriptionKey);

/**
 * Remembers which customer has the key, so that it is found without reading all customers. Of too
 * many, those go that were asked for longest ago.
 */
export function rememberCustomer(
  paigo: Connection,
  subscriptionKey: string,
  customerKey: string,
): void {
  const known = hints(paigo);
  known.delete(subscriptionKey);
  known.set(subscriptionKey, customerKey);
  const [oldest] = known.keys();
  if (known.size > MOST_HINTS && oldest !== undefined) known.delete(oldest);
}

/** Forgets a key that nothing has. */
export function forgetKey(paigo: Connection, subscriptionKey: string): void {
  hints(paigo).delete(subscriptionKey);
}

/**
 * Remembers what a reading of all customers brought by the way. It takes the place of nothing: in an
 * account with more subscriptions than are remembered, those that are asked for would go. Where several live that have
 * one key, whoever asks for it has to see them all.
 * @param most how many keys are remembered at most
 */
export function rememberSeen(
  paigo: Connection,
  found: readonly FoundSubscription[],
  most = MOST_HINTS,
): void {
  const known = hints(paigo);
  for (const [key, [{ customer, enrollment }, ...others]] of meantByKey(found)) {
    const isWanted = known.has(key) || known.size < most;
    if (enrollment && isWanted && others.length === 0) known.set(key, customer.customerId);
  }
}
