import { checkEcho, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoSubscription } from '../wire/subscription.ts';

/** How to find out what became of a write to the subscription. */
export const subscriptionLookup = (key: string) =>
  `subscriptions.get({ subscriptionKey: ${JSON.stringify(key)} })`;

/** What names the subscription in errors. */
export const aboutSubscription = (key: string) => ({ resource: 'subscription', key });

/** Makes sure that a row is of the key that was asked for. */
export function checkSubscription(row: LagoSubscription, key: string): LagoSubscription {
  checkEcho('subscription', key, row.external_id);
  return row;
}

/** The row of a key with this status; the latest where there are several. */
async function rowOf(
  lago: Connection,
  key: string,
  status: string,
  context: CallContext,
): Promise<LagoSubscription | undefined> {
  const options = { query: { status }, about: aboutSubscription(key) };
  try {
    const row = await lago.read<LagoSubscription>(
      'subscription',
      path`/subscriptions/${key}`,
      context,
      options,
    );
    return checkSubscription(row, key);
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** The active row of a key, else the pending one. */
export async function findLiving(
  lago: Connection,
  key: string,
  context: CallContext,
): Promise<LagoSubscription | undefined> {
  return (await rowOf(lago, key, 'active', context)) ?? rowOf(lago, key, 'pending', context);
}

/** Of lives that have ended, the one that began last. A downgrade that was called off is none. */
function latest(rows: readonly (LagoSubscription | undefined)[]): LagoSubscription | undefined {
  return rows
    .filter((row) => row !== undefined)
    .sort((one, other) => {
      const calledOff = Number(isCalledOff(one)) - Number(isCalledOff(other));
      return calledOff || other.created_at.localeCompare(one.created_at);
    })[0];
}

function isCalledOff({ status, previous_plan_code: previous }: LagoSubscription): boolean {
  return status === 'canceled' && Boolean(previous);
}

/**
 * The latest life of a key, whatever its status. Lago shows active ones only, unless it is asked
 * for another status (`facts/lago.md §b`, Subscriptions).
 */
export async function findSubscription(
  lago: Connection,
  key: string,
  context: CallContext,
): Promise<LagoSubscription | undefined> {
  const living = await findLiving(lago, key, context);
  if (living !== undefined) return living;
  const others = ['terminated', 'canceled', 'incomplete'];
  return latest(await Promise.all(others.map((status) => rowOf(lago, key, status, context))));
}

/**
 * The latest life of a key.
 * @throws BillingError `not_found` when the key never had one.
 */
export async function readSubscription(
  lago: Connection,
  key: string,
  context: CallContext,
): Promise<LagoSubscription> {
  const row = await findSubscription(lago, key, context);
  if (row !== undefined) return row;
  throw new BillingError('not_found', {
    message: `There is no subscription ${JSON.stringify(key)}.`,
    details: aboutSubscription(key),
  });
}

/** Whether it is pending or active: the others have ended. */
export function isLiving({ status }: LagoSubscription): boolean {
  return status !== 'terminated' && status !== 'canceled';
}

/** @throws BillingError `conflict` when it has ended. */
export function checkLiving(row: LagoSubscription): void {
  if (isLiving(row)) return;
  const key = row.external_id;
  throw new BillingError('conflict', {
    message: `Subscription ${JSON.stringify(key)} has ended and does not change any more: create a new one.`,
    details: { ...aboutSubscription(key), state: row.status },
  });
}
