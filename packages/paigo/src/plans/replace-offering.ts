import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoOffering, PaigoOfferingBody } from '../wire/offering.ts';
import { createOffering } from './create-offering.ts';
import { deleteOffering } from './delete-offering.ts';
import { aboutPlan } from './find-plan.ts';
import { namingLeft } from './made-dimensions.ts';
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
      throw namingLeft(refused, [`offering ${made} (${cause.message})`]);
    }
    throw refused;
  }
}

/**
 * Takes the trial from a plan that nobody is on. No change of an offering can: its length is a
 * positive number and takes no null (`facts/paigo.md §3.4`). So another offering takes its place.
 * @returns id of the other offering
 * @throws BillingError `conflict` while customers are on it; then all is as it was
 */
export async function withoutTrial(
  paigo: Connection,
  code: string,
  offering: PaigoOffering,
  context: CallContext,
): Promise<string> {
  const { freeTrialLength: _, ...fields } = offeringFields(offering);
  const body = fields as PaigoOfferingBody;
  const made = await createOffering(paigo, code, body, context);
  await deleteFormer(paigo, code, { former: offering.offeringId, made }, context);
  return made;
}
