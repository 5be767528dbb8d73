import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { newestFirst } from '../newest-first.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { planCode } from './to-plan.ts';

/** What errors about a plan name. */
export const aboutPlan = (code: string) => ({ resource: 'plan', key: code });

/** How to find out whether a write to a plan landed. */
export const planLookup = (code: string) =>
  `plans.get({ code: ${JSON.stringify(code)} }): see whether it shows what the call was to do.`;

/** Every offering of the account, newest first. */
export async function allOfferings(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoOffering[]> {
  const offerings = await paigo.readAll<PaigoOffering>(path`/offerings`, context);
  return newestFirst(offerings, ({ offeringId }) => offeringId);
}

/**
 * The offering of a plan: of several that have the code, the one that was first.
 * @param code of the plan, or the id of an offering that others made
 * @throws BillingError `not_found`
 */
export async function findOffering(
  paigo: Connection,
  code: string,
  context: CallContext,
): Promise<PaigoOffering> {
  const offerings = await allOfferings(paigo, context);
  const found = offerings.findLast((offering) => planCode(offering) === code);
  if (found !== undefined) return found;
  throw new BillingError('not_found', {
    message: `There is no plan ${JSON.stringify(code)}.`,
    details: aboutPlan(code),
  });
}
