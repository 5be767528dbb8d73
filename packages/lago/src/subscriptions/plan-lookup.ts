import { LookupCache, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { Connection } from '../connection.ts';
import { readByCode } from '../read-by-code.ts';
import type { LagoPlanOfSubscription } from '../wire/subscription.ts';

/** Finds what a subscription does not say of its plan; nothing of a plan that is gone. */
export type PlanLookup = (code: string) => Promise<LagoPlanOfSubscription | undefined>;

/** Looks plans up, each once a minute. What is read of them is locked while they are in use. */
export function planLookup(lago: Connection): PlanLookup {
  const plans = new LookupCache(lago.clock, async (code: string) => {
    const thing = { root: 'plan', resource: 'plan', code, path: path`/plans/${code}` };
    try {
      return await readByCode<LagoPlanOfSubscription>(lago, thing, undefined);
    } catch (error) {
      if (BillingError.is(error, 'not_found')) return undefined;
      throw error;
    }
  });
  return (code) => plans.find(code);
}
