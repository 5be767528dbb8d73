import type { Customer, Plan, Subscription } from '@billport/core';
import { words } from '../answers/words.ts';

/** A thing in a sentence: `Beta User 789 (beta-789)`, or its key where it has no other name. */
export function named(key: string, name?: string | null): string {
  const shown = words(key);
  return name === undefined || name === null || name === '' || name === key
    ? shown
    : `${words(name)} (${shown})`;
}

/** A customer in a sentence. */
export const namedCustomer = ({ customerKey, name }: Pick<Customer, 'customerKey' | 'name'>) =>
  named(customerKey, name);

/** A plan in a sentence. */
export const namedPlan = ({ code, name }: Pick<Plan, 'code' | 'name'>) => named(code, name);

/** A subscription in a sentence. */
export const namedSubscription = ({
  subscriptionKey,
  name,
}: Pick<Subscription, 'subscriptionKey' | 'name'>) => named(subscriptionKey, name);

/** `1 invoice`, `2 invoices`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : `${noun}s`}`;
