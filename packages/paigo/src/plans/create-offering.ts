import { path } from '@billport/adapter-kit';
import { BillingError, type CreatePlanInput, Decimal } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createThing } from '../create-thing.ts';
import { OWN } from '../own-metadata.ts';
import type { PaigoOfferingBody } from '../wire/offering.ts';
import { exactNumber } from './exact-number.ts';
import { aboutPlan, planLookup } from './find-plan.ts';

/** What an offering costs for a month, beside usage: nothing, or a price. */
export function priceBody(amount: string) {
  const price = exactNumber(amount);
  if (price === undefined || Decimal.parse(amount).isZero()) {
    return { offeringType: 'usage-based' } as const;
  }
  return { offeringType: 'subscription', subscriptionPrice: price } as const;
}

/** The minimum of a month as Paigo takes it. */
export const commitmentBody = ({
  amount: { amount },
}: NonNullable<CreatePlanInput['minimumCommitment']>) => Decimal.parse(amount).toString();

function metadataOf(input: CreatePlanInput): Readonly<Record<string, string>> {
  const marks = {
    [OWN.plan]: input.code,
    [OWN.name]: input.name,
    [OWN.description]: input.description,
    [OWN.timing]: input.timing,
    [OWN.commitmentName]: input.minimumCommitment?.name,
  };
  const given = Object.entries(marks).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  return { ...input.metadata, ...Object.fromEntries(given) };
}

/** A plan as Paigo takes it. Nothing is left to Paigo's defaults, of which two are in doubt (`facts/paigo.md §6.13`). */
export function offeringBody(
  input: CreatePlanInput,
  dimensionIds: readonly string[],
): PaigoOfferingBody {
  const { code, name, price, minimumCommitment, trialDays } = input;
  return {
    offeringName: name || code,
    dimensionIds,
    ...priceBody(price.amount),
    offeringVisibility: 'public',
    billingCycle: 'monthly',
    currency: price.currency,
    ...(minimumCommitment && { minimumCharge: commitmentBody(minimumCommitment) }),
    ...(trialDays !== undefined && { freeTrialLength: String(trialDays) }),
    metadata: metadataOf(input),
  };
}

/** A body that may hold a price. */
interface PricedBody {
  readonly subscriptionPrice?: number | string | undefined;
}

const isRefused = (error: unknown) => BillingError.is(error, 'rejected') && error.status === 400;

/**
 * Sends a price as a number, and as text where Paigo refuses that: its document says both
 * (`facts/paigo.md §6.10`). What was refused was not made.
 * @throws BillingError the first refusal where Paigo refuses both: the second may be of the text alone
 */
export async function sendPriced<Body extends PricedBody, Sent>(
  body: Body,
  send: (body: Body) => Promise<Sent>,
): Promise<Sent> {
  const { subscriptionPrice } = body;
  try {
    return await send(body);
  } catch (error) {
    if (!isRefused(error) || typeof subscriptionPrice !== 'number') throw error;
    try {
      return await send({ ...body, subscriptionPrice: String(subscriptionPrice) });
    } catch (second) {
      throw isRefused(second) ? error : second;
    }
  }
}

/** Makes the offering of a plan. @returns its id */
export function createOffering(
  paigo: Connection,
  code: string,
  body: PaigoOfferingBody,
  context: CallContext,
): Promise<string> {
  const thing = {
    idField: 'offeringId',
    about: aboutPlan(code),
    lookup: planLookup(code),
  } as const;
  return sendPriced(body, (sent) =>
    createThing(paigo, { ...thing, path: path`/offerings`, body: sent }, context),
  );
}
