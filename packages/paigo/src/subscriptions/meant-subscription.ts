import { BillingError } from '@billport/core';
import { planCode } from '../plans/to-plan.ts';
import type { FoundSubscription } from './match-enrollments.ts';

/** What a key means: one subscription, or several that live and of which none is meant before others. */
export type Meant = readonly [FoundSubscription, ...FoundSubscription[]];

/** Which of several with one key is meant: one that lives, and our own before a made up key. */
function rank({ record, enrollment }: FoundSubscription): number {
  if (enrollment !== undefined) return record === undefined ? 2 : 0;
  return record?.endedAt === undefined ? 1 : 3;
}

const createdAt = ({ record }: FoundSubscription) => record?.createdAt ?? '';

/** What is meant when one more has the key: a key can be used again after an end. */
function withOneMore(meant: Meant, each: FoundSubscription): Meant {
  const [first] = meant;
  const ranks = rank(each) - rank(first);
  if (ranks !== 0) return ranks < 0 ? [each] : meant;
  if (each.enrollment !== undefined) return [...meant, each];
  return createdAt(each) > createdAt(first) ? [each] : meant;
}

/** What every key of the found ones means. */
export function meantByKey(found: Iterable<FoundSubscription>): Map<string, Meant> {
  const meant = new Map<string, Meant>();
  for (const each of found) {
    const others = meant.get(each.subscriptionKey);
    meant.set(each.subscriptionKey, others === undefined ? [each] : withOneMore(others, each));
  }
  return meant;
}

const nameOf = ({ customer, enrollment }: FoundSubscription): string =>
  `customer ${JSON.stringify(customer.customerId)} on plan ${JSON.stringify(enrollment ? planCode(enrollment.offering) : '')} (offering ${JSON.stringify(enrollment?.offering.offeringId)})`;

/**
 * The one subscription that a key means.
 * @returns the error `conflict`, which names all, where several live that have the key
 */
export function onlyMeant(meant: Meant): FoundSubscription | BillingError<'conflict'> {
  const [first, ...others] = meant;
  if (others.length === 0) return first;
  const key = first.subscriptionKey;
  return new BillingError('conflict', {
    message: `Several subscriptions have the key ${JSON.stringify(key)}: ${meant.map(nameOf).join(', ')}. Take customers off those offerings at Paigo until one is left.`,
    details: { resource: 'subscription', key },
  });
}
