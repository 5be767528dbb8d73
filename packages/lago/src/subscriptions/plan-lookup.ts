import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { Connection } from '../connection.ts';
import { LookupCache } from '../lookup-cache.ts';
import type { LagoPlanOfSubscription } from '../wire/subscription.ts';

/** Finds what a subscription does not say of its plan; nothing of a plan that is gone. */
export type PlanLookup = (code: string) => Promise<LagoPlanOfSubscription | undefined>;

/** Looks plans up, each once a minute. What is read of them is locked while they are in use. */
export function planLookup(lago: Connection): PlanLookup {
  const plans = new LookupCache(lago.clock, async (code: string) => {
    const about = { resource: 'plan', key: code };
    try {
      return await lago.read<LagoPlanOfSubscription>('plan', path`/plans/${code}`, undefined, {
        about,
      });
    } catch (error) {
      if (BillingError.is(error, 'not_found')) return undefined;
      throw error;
    }
  });
  return (code) => plans.find(code);
}
