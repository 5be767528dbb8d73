import { afterWrite } from '@billport/adapter-kit';
import {
  BillingError,
  Decimal,
  type Issue,
  invalidInput,
  type Plan,
  planIssues,
  type Result,
  type UpdatePlanInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { metricCodeOf } from '../metrics/find-metric.ts';
import { inTurnOfMetrics } from '../metrics/in-turn-of-metrics.ts';
import { checkMetadata, OWN, replacedMetadata } from '../own-metadata.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { withRest } from '../with-rest.ts';
import { ChangingCharges } from './change-charges.ts';
import { dimensionsOf } from './charge-dimension.ts';
import { checkCharges, checkTerms } from './check-plan.ts';
import { commitmentBody, priceBody } from './create-offering.ts';
import { deleteDimensions } from './delete-plan.ts';
import { aboutPlan, findOffering, planLookup } from './find-plan.ts';
import { findSubscriber } from './find-subscriber.ts';
import { notKept } from './not-kept.ts';
import type { OfferingChanges } from './offering-fields.ts';
import { withoutTrial } from './replace-offering.ts';
import { saveOffering } from './save-offering.ts';
import { planResult, toPlan } from './to-plan.ts';

/** What is wrong with the terms of the plan as they will be. */
function* termIssues(plan: Plan, input: UpdatePlanInput): Generator<Issue> {
  const { price = plan.price } = input;
  yield* planIssues(input, price.currency);
  if (!Decimal.parse(price.amount).isZero() && plan.timing === 'arrears') {
    const message =
      'The plan is billed in arrears, and Paigo bills a base price at the start of the month: make a plan with timing advance.';
    yield { path: ['price'], message };
  }
}

/** @throws BillingError `invalid_input` for terms that Paigo cannot have together */
function checkTermsAfter(plan: Plan, input: UpdatePlanInput): void {
  const issues = [...termIssues(plan, input)];
  if (issues.length > 0) throw invalidInput(issues);
  if (!input.price && !input.minimumCommitment) return;
  const { price = plan.price, minimumCommitment = plan.minimumCommitment ?? null } = input;
  checkTerms({ price, timing: 'advance', minimumCommitment });
}

/**
 * A customer keeps the currency, and bills of two currencies cannot be added up (`facts/paigo.md §4`).
 * @throws BillingError `conflict` for another currency while customers are on the plan
 */
async function checkCurrency(
  paigo: Connection,
  offering: PaigoOffering,
  plan: Plan,
  { code, price }: UpdatePlanInput,
  context: CallContext,
): Promise<void> {
  if (price === undefined || price.currency === plan.price.currency) return;
  const subscriber = await findSubscriber(paigo, offering, context);
  if (subscriber === undefined) return;
  throw new BillingError('conflict', {
    message: `price.currency: customer ${JSON.stringify(subscriber.customerId)} is on the plan and pays in ${plan.price.currency}: make a plan for ${price.currency}.`,
    details: { ...aboutPlan(code), state: 'in use' },
  });
}

/** Says that a trial of another length is for later subscriptions, where there are any already. */
async function trialWarnings(
  paigo: Connection,
  offering: PaigoOffering,
  plan: Plan,
  { trialDays }: UpdatePlanInput,
  context: CallContext,
): Promise<Warning[]> {
  if (!trialDays || trialDays === plan.trialDays) return [];
  if ((await findSubscriber(paigo, offering, context)) === undefined) return [];
  const message =
    'Customers are on the plan already: their trial stays as it was when they came to it.';
  return [{ code: 'partial', message, field: 'trialDays' }];
}

/** A name or text to keep; null where it is cleared. */
const mark = (name: string, text: string | null | undefined) =>
  text === undefined ? {} : { [name]: text || null };

function metadataChanges(offering: PaigoOffering, plan: Plan, input: UpdatePlanInput) {
  const { name, description, minimumCommitment, metadata, price } = input;
  return {
    ...(metadata !== undefined && replacedMetadata(offering.metadata, metadata)),
    ...mark(OWN.name, name),
    ...mark(OWN.description, description),
    ...mark(
      OWN.commitmentName,
      minimumCommitment === undefined ? undefined : (minimumCommitment?.name ?? null),
    ),
    // A plan whose price goes shows when it was billed all the same.
    ...(price && { [OWN.timing]: plan.timing }),
  };
}

function offeringChanges(
  offering: PaigoOffering,
  plan: Plan,
  input: UpdatePlanInput,
): OfferingChanges {
  const { code, name, price, minimumCommitment, trialDays } = input;
  return {
    ...(name !== undefined && { offeringName: name || code }),
    ...(price && { ...priceBody(price.amount), currency: price.currency }),
    ...(minimumCommitment && { minimumCharge: commitmentBody(minimumCommitment) }),
    ...(minimumCommitment === null && { minimumCharge: null }),
    ...(trialDays && { freeTrialLength: String(trialDays) }),
    metadata: metadataChanges(offering, plan, input),
  };
}

/** Sends the terms and the list of charges, and reads what came of it. */
async function writePlan(
  paigo: Connection,
  offeringId: string,
  charges: ChangingCharges,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<PaigoOffering> {
  const { code } = input;
  const dimensionIds = await charges.write();
  try {
    const changes = (found: PaigoOffering) => ({
      ...offeringChanges(found, toPlan(found), input),
      ...(dimensionIds && { dimensionIds }),
    });
    return await saveOffering(paigo, { offeringId, code }, changes, context);
  } catch (error) {
    throw await charges.failed(error);
  }
}

/** Takes the trial away where one is and none is to be. @returns id of what is the plan then */
async function clearTrial(
  paigo: Connection,
  offering: PaigoOffering,
  { code, trialDays }: UpdatePlanInput,
  context: CallContext,
): Promise<string> {
  if (trialDays !== null || toPlan(offering).trialDays === undefined) return offering.offeringId;
  return withoutTrial(paigo, code, offering, context);
}

/** Writes the plan, and frees what it charges for no more. */
async function writeAll(
  paigo: Connection,
  { found, charges }: { readonly found: PaigoOffering; readonly charges: ChangingCharges },
  input: UpdatePlanInput,
  context: CallContext,
): Promise<PaigoOffering> {
  const offeringId = await clearTrial(paigo, found, input, context);
  try {
    return await charges.freeRetired(await writePlan(paigo, offeringId, charges, input, context));
  } catch (error) {
    if (offeringId === found.offeringId || !BillingError.is(error)) throw error;
    throw withRest(error, 'The trial is taken from the plan already.');
  }
}

async function update(
  paigo: Connection,
  found: PaigoOffering,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  const { code } = input;
  const plan = toPlan(found);
  checkTermsAfter(plan, input);
  const charges = new ChangingCharges(paigo, { code, offering: found }, context);
  await charges.check(input);
  await checkCurrency(paigo, found, plan, input, context);
  const trial = await trialWarnings(paigo, found, plan, input, context);
  const after = await writeAll(paigo, { found, charges }, input, context);
  const left = await deleteDimensions(paigo, code, charges.toDelete(), context);
  return afterWrite(planLookup(code), () => {
    const ofCharges = [...charges.differences(after), ...charges.warnings(after)];
    return planResult(after, [...notKept(input), ...trial, ...ofCharges, ...left]);
  });
}

/**
 * Changes a plan. The offering gets the whole list of the charges that are to be; one that goes is
 * made free and hidden only then, where Paigo keeps it in the offering: so a change that Paigo refuses
 * leaves no charge free.
 * @throws BillingError `invalid_input` for what Paigo cannot bill; `not_found` for plans, metrics and
 *   charges that are not there; `conflict` for another currency, and for a trial to take away, while
 *   customers are on the plan, and where a customer or an offering has a price of its own that would
 *   not hold any more; `outcome_unknown`
 */
export async function updatePlan(
  paigo: Connection,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  checkMetadata(input.metadata);
  checkCharges(input.charges ?? []);
  const { code, charges = [], removeCharges = [] } = input;
  return paigo.turns.take(`plan:${code}`, async () => {
    const found = await findOffering(paigo, code, context);
    const isAboutCharges = charges.length > 0 || removeCharges.length > 0;
    const metrics = isAboutCharges ? dimensionsOf(found).map(metricCodeOf) : [];
    const all = [...charges.map(({ metric }) => metric), ...metrics];
    return inTurnOfMetrics(paigo, all, () => update(paigo, found, input, context));
  });
}
