import { waitFor } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allSubscriptions } from './account-scan.ts';
import { aboutSubscription } from './find-subscription.ts';
import type { FoundSubscription } from './match-enrollments.ts';
import type { BegunRecord } from './withdraw-record.ts';

/** How often is looked whether another create has given way: for less than a second. */
const MOST_LOOKS = 5;

/** The error of a create whose key is taken. */
export function keyTaken(key: string): BillingError {
  return new BillingError('already_exists', {
    message: `There is a subscription ${JSON.stringify(key)} already. Use changePlan to move it to another plan.`,
    details: aboutSubscription(key),
  });
}

/** Whether it is a create that is not done, of two that see each other the one to give way. */
const givesWay = ({ enrollment, record }: FoundSubscription, { token }: BegunRecord): boolean =>
  enrollment === undefined && (record?.token ?? '') > token;

/** What has the key at other customers and has not ended. */
async function rivalsOf(
  paigo: Connection,
  { customerKey, subscriptionKey }: BegunRecord,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const all = await allSubscriptions(paigo, context);
  return all.filter(
    (each) =>
      each.subscriptionKey === subscriptionKey &&
      each.customer.customerId !== customerKey &&
      each.record?.endedAt === undefined,
  );
}

/**
 * Makes sure that no other customer has the key, once the record of a create is written and before
 * anybody is enrolled. Paigo keeps nothing unique over customers, so two processes can write the key
 * at once: each looks after it wrote, so at least one sees the other. Only who sees nobody goes on.
 * The one of the smaller token waits a little for the other to give way, so one of the two is made.
 * @throws BillingError `already_exists`
 */
export async function checkAlone(
  paigo: Connection,
  begun: BegunRecord,
  context: CallContext,
): Promise<void> {
  let looks = 0;
  const isDecided = (rivals: readonly FoundSubscription[]) =>
    ++looks === MOST_LOOKS || rivals.length === 0 || !rivals.every((each) => givesWay(each, begun));
  const signal = context?.signal;
  const look = () => rivalsOf(paigo, begun, context);
  const rivals = await waitFor(look, isDecided, signal && { signal });
  if (rivals.length > 0) throw keyTaken(begun.subscriptionKey);
}
