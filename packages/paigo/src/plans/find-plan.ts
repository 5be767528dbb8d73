import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { newestFirst } from '../newest-first.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { textOf } from '../wire/reading.ts';
import { planCode } from './to-plan.ts';

/** What errors about a plan name. */
export const aboutPlan = (code: string) => ({ resource: 'plan', key: code });

/** How to find out whether a write to a plan landed. */
export const planLookup = (code: string) =>
  `plans.get({ code: ${JSON.stringify(code)} }): see whether it shows what the call was to do.`;

/** @throws BillingError `malformed_response` when an offering has no id. */
async function everyOffering(paigo: Connection, context: CallContext): Promise<PaigoOffering[]> {
  const offerings = await paigo.readAll<PaigoOffering>(path`/offerings`, context);
  const isNamed = ({ offeringId }: PaigoOffering) => textOf(offeringId) !== undefined;
  if (offerings.every(isNamed)) return newestFirst(offerings, ({ offeringId }) => offeringId);
  throw new BillingError('malformed_response', {
    message: 'Paigo sent an offering without offeringId.',
  });
}

/** Id of the offering in whose place this one was made; undefined where there was none. */
export const formerOf = ({ metadata }: PaigoOffering): string | undefined =>
  ownValue(metadata, OWN.replaces);

/** Those that are plans: not what was made in the place of one that is still there. */
function withoutTwins(offerings: readonly PaigoOffering[]): PaigoOffering[] {
  const ids = new Set<string | undefined>(offerings.map(({ offeringId }) => offeringId));
  return offerings.filter((offering) => !ids.has(formerOf(offering)));
}

/** The offering of every plan of the account, newest first. */
export async function allOfferings(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoOffering[]> {
  return withoutTwins(await everyOffering(paigo, context));
}

/** What stands at Paigo under the code of a plan. */
export interface OfferingsOfPlan {
  /** The one that is the plan. */
  readonly offering: PaigoOffering;
  /** Others of Billport's that broken-off calls have left. */
  readonly twins: readonly PaigoOffering[];
}

/**
 * The offerings of a plan: of several that have the code, the one that was first is the plan.
 * @param code of the plan, or the id of an offering that others made
 * @throws BillingError `not_found`
 */
export async function offeringsOfPlan(
  paigo: Connection,
  code: string,
  context: CallContext,
): Promise<OfferingsOfPlan> {
  const offerings = await everyOffering(paigo, context);
  const offering = withoutTwins(offerings).findLast((each) => planCode(each) === code);
  if (offering === undefined) {
    throw new BillingError('not_found', {
      message: `There is no plan ${JSON.stringify(code)}.`,
      details: aboutPlan(code),
    });
  }
  const own = offerings.filter(({ metadata }) => ownValue(metadata, OWN.plan) === code);
  return { offering, twins: own.filter((each) => each !== offering) };
}

/**
 * The offering of a plan, as {@link offeringsOfPlan} finds it.
 * @throws BillingError `not_found`
 */
export async function findOffering(
  paigo: Connection,
  code: string,
  context: CallContext,
): Promise<PaigoOffering> {
  return (await offeringsOfPlan(paigo, code, context)).offering;
}
