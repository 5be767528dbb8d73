import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { OWN } from '../own-metadata.ts';
import type { PaigoOffering, PaigoOfferingBody } from '../wire/offering.ts';
import { createOffering } from './create-offering.ts';
import { deleteOffering } from './delete-offering.ts';
import { aboutPlan, formerOf, offeringsOfPlan } from './find-plan.ts';
import { leftThing, namingLeft } from './made-dimensions.ts';
import { offeringFields } from './offering-fields.ts';

function inUse(code: string, cause: BillingError): BillingError {
  return new BillingError('conflict', {
    message:
      'trialDays: Paigo cannot take the trial from a plan that subscriptions are on: make another plan, and move them.',
    details: { ...aboutPlan(code), state: 'in use' },
    ...(cause.status !== undefined && { status: cause.status }),
    cause,
  });
}

/** Deletes the former offering, or else the one that was made in its place. */
async function deleteFormer(
  paigo: Connection,
  code: string,
  { former, made }: { readonly former: string; readonly made: string },
  context: CallContext,
): Promise<void> {
  try {
    await deleteOffering(paigo, { offeringId: former, code }, context);
  } catch (error) {
    if (!BillingError.is(error) || BillingError.is(error, 'outcome_unknown')) throw error;
    const refused = error.code === 'conflict' ? inUse(code, error) : error;
    try {
      await deleteOffering(paigo, { offeringId: made, code }, undefined);
    } catch (cause) {
      if (!BillingError.is(cause)) throw cause;
      throw namingLeft(refused, [leftThing('offering', made)]);
    }
    throw refused;
  }
}

/** Deletes what earlier calls have made in the offering's place: it is older than the plan may be. */
async function deleteEarlier(
  paigo: Connection,
  code: string,
  former: string,
  context: CallContext,
): Promise<void> {
  const { twins } = await offeringsOfPlan(paigo, code, context);
  for (const twin of twins.filter((each) => formerOf(each) === former)) {
    try {
      await deleteOffering(paigo, { offeringId: twin.offeringId, code }, context);
    } catch (error) {
      throw BillingError.is(error, 'conflict') ? inUse(code, error) : error;
    }
  }
}

/**
 * Takes the trial from a plan that nobody is on. No change of an offering can: its length is a
 * positive number and takes no null (`facts/paigo.md §3.4`). So another offering takes its place, and
 * is the plan as soon as the former is gone.
 * @returns id of the other offering
 * @throws BillingError `conflict` while customers are on it; then all is as it was
 */
export async function withoutTrial(
  paigo: Connection,
  code: string,
  offering: PaigoOffering,
  context: CallContext,
): Promise<string> {
  const { offeringId: former } = offering;
  await deleteEarlier(paigo, code, former, context);
  const { freeTrialLength: _, ...fields } = offeringFields(offering);
  const metadata = { ...fields.metadata, [OWN.replaces]: former };
  const body = { ...fields, metadata } as PaigoOfferingBody;
  const made = await createOffering(paigo, code, body, context);
  await deleteFormer(paigo, code, { former, made }, context);
  return made;
}
