import { afterWrite, path } from '@billport/adapter-kit';
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
import { allCustomers } from '../customers/read-customer.ts';
import { checkMetadata, OWN, replacedMetadata } from '../own-metadata.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { ChangingCharges } from './change-charges.ts';
import { checkCharges, checkTerms } from './check-plan.ts';
import { commitmentBody, priceBody } from './create-offering.ts';
import { deleteDimensions } from './delete-plan.ts';
import { aboutPlan, findOffering, planLookup } from './find-plan.ts';
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
  { offeringId }: PaigoOffering,
  plan: Plan,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<void> {
  if (input.price === undefined || input.price.currency === plan.price.currency) return;
  const customers = await allCustomers(paigo, context);
  const subscriber = customers.find(({ enrollments }) =>
    enrollments?.some(({ offering }) => offering?.offeringId === offeringId),
  );
  if (subscriber === undefined) return;
  throw new BillingError('conflict', {
    message: `price.currency: customer ${JSON.stringify(subscriber.customerId)} is on the plan and pays in ${plan.price.currency}: make a plan for ${input.price.currency}.`,
    details: { ...aboutPlan(input.code), state: 'in use' },
  });
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
  offering: PaigoOffering,
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
    return await saveOffering(paigo, { offeringId: offering.offeringId, code }, changes, context);
  } catch (error) {
    throw await charges.failed(error);
  }
}

/** Takes the trial away where one is and none is to be. */
async function clearTrial(
  paigo: Connection,
  offering: PaigoOffering,
  { code, trialDays }: UpdatePlanInput,
  context: CallContext,
): Promise<PaigoOffering> {
  if (trialDays !== null || toPlan(offering).trialDays === undefined) return offering;
  const offeringId = await withoutTrial(paigo, code, offering, context);
  return paigo.readOne<PaigoOffering>(path`/offerings/${offeringId}`, aboutPlan(code), context);
}

async function update(
  paigo: Connection,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  const { code } = input;
  const found = await findOffering(paigo, code, context);
  const plan = toPlan(found);
  checkTermsAfter(plan, input);
  const charges = new ChangingCharges(paigo, { code, offering: found }, context);
  await charges.check(input);
  await checkCurrency(paigo, found, plan, input, context);
  const offering = await clearTrial(paigo, found, input, context);
  const after = await charges.freeRetired(
    await writePlan(paigo, offering, charges, input, context),
  );
  const left = await deleteDimensions(paigo, code, charges.toDelete(), context);
  const warnings: Warning[] = [...notKept(input), ...charges.warnings(after), ...left];
  return afterWrite(planLookup(code), () => planResult(after, warnings));
}

/**
 * Changes a plan. The offering gets the whole list of the charges that are to be; one that goes is
 * made free and hidden only then, where Paigo keeps it in the offering: so a change that Paigo refuses
 * leaves no charge free.
 * @throws BillingError `invalid_input` for what Paigo cannot bill; `not_found` for plans, metrics and
 *   charges that are not there; `conflict` for another currency, and for a trial to take away, while
 *   customers are on the plan; `outcome_unknown`
 */
export async function updatePlan(
  paigo: Connection,
  input: UpdatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  checkMetadata(input.metadata);
  checkCharges(input.charges ?? []);
  return paigo.turns.take(`plan:${input.code}`, () => update(paigo, input, context));
}
