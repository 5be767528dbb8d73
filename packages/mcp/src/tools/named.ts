import type { Customer, Plan, Subscription } from '@billport/core';
import { escapeText, shorten } from '../answers/escape-text.ts';
import { words } from '../answers/words.ts';

/** Longest key that a sentence shows whole. */
const LONGEST_KEY = 120;

/**
 * A key, a code or an id in a sentence: `"beta-789"`. Escaped like all words of customers, and shown
 * whatever the policy on personal data: without it nobody could tell what is meant.
 */
export function keyInWords(key: string): string {
  return `"${shorten(escapeText(key).replaceAll('"', '\\"'), LONGEST_KEY)}"`;
}

/** A thing in a sentence: `"Beta User 789" ("beta-789")`, or its key where it has no other name. */
export function named(key: string, name?: string | null): string {
  const shown = keyInWords(key);
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
