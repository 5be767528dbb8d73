import { changedCharges, checkRemovals, compact, path } from '@billport/adapter-kit';
import {
  BillingError,
  invalidInput,
  type Money,
  type Plan,
  planIssues,
  type Result,
  type UpdatePlanInput,
  type Warning,
} from '@billport/core';
import { codeOf } from '../charges/read-charge.ts';
import type { MetricResolver, ResolvedMetrics } from '../charges/resolve-metrics.ts';
import type { CallContext, Connection } from '../connection.ts';
import { keptAsItWas } from '../kept-as-it-was.ts';
import { fromCents } from '../minor-units.ts';
import { withCode } from '../read-by-code.ts';
import { replaceMetadata } from '../replace-metadata.ts';
import type { LagoPlan, LagoPlanBody } from '../wire/plan.ts';
import { checkPlan } from './check-plan.ts';
import { aboutPlan, findPlan, planLookup } from './find-plan.ts';
import { licensedInput } from './licensed-fields.ts';
import { mergedChargeBodies } from './merge-charges.ts';
import { namingTaxes } from './missing-tax.ts';
import { fieldsNotKept } from './plan-echo.ts';
import { planResult } from './plan-result.ts';
import { ANY, subscriptionOn } from './plan-subscriptions.ts';
import { toPlan } from './read-plan.ts';
import { updatePlanBody } from './write-plan.ts';

/** @throws BillingError `invalid_input` for an amount in another currency than the plan's. */
function checkAmounts(before: LagoPlan, input: UpdatePlanInput): void {
  const plan = toPlan(before);
  const { price = plan.price, minimumCommitment, usageThresholds } = input;
  const after = {
    charges: changedCharges(plan, input),
    minimumCommitment: minimumCommitment === undefined ? plan.minimumCommitment : minimumCommitment,
    usageThresholds: usageThresholds === undefined ? plan.usageThresholds : usageThresholds,
  };
  const issues = [...planIssues(after, price.currency)];
  const mixed = issues.filter(({ path }) => path.at(-1) === 'currency');
  if (mixed.length > 0) throw invalidInput(mixed);
}

function fixedCurrency({ code, amount_currency: currency }: LagoPlan, price: Money): BillingError {
  return new BillingError('conflict', {
    message: `price.currency: subscriptions were made in ${currency}, which fixes the currency at Lago. Create another plan for ${price.currency}.`,
    details: aboutPlan(code),
  });
}

/** Once there is a subscription, Lago takes the number of a price in its old currency. */
async function checkCurrency(
  lago: Connection,
  before: LagoPlan,
  { price }: UpdatePlanInput,
  context: CallContext,
): Promise<void> {
  if (price === undefined || price.currency === before.amount_currency) return;
  const subscribed = await subscriptionOn(lago, before.code, ANY, context);
  if (subscribed !== undefined) throw fixedCurrency(before, price);
}

async function putPlan(
  lago: Connection,
  code: string,
  body: LagoPlanBody,
  context: CallContext,
): Promise<LagoPlan> {
  const reply = await lago.one<LagoPlan>(
    'plan',
    {
      method: 'PUT',
      path: path`/plans/${code}`,
      body: { plan: body },
      repeat: 'safe',
      about: aboutPlan(code),
      lookup: planLookup(code),
    },
    context,
  );
  return withCode(reply, { resource: 'plan', code });
}

/** Subscriptions are billed a wrong price now: whoever called must know. */
function notUndone(before: LagoPlan, reply: LagoPlan, cause: unknown): BillingError {
  const priceOf = ({ amount_cents: cents, amount_currency: currency }: LagoPlan) => {
    const { amount } = fromCents(cents, currency, 'amount_cents');
    return `${amount} ${currency}`;
  };
  const { code } = before;
  return new BillingError('outcome_unknown', {
    message: `price: Lago made it ${priceOf(reply)}, since subscriptions fix the currency, and putting it back to ${priceOf(before)} failed. Set it with plans.update.`,
    details: { lookup: planLookup(code) },
    cause,
  });
}

/** Somebody subscribed after it was looked up: the price goes back to what it was. */
async function undoPrice(
  lago: Connection,
  before: LagoPlan,
  reply: LagoPlan,
  { price }: UpdatePlanInput,
  context: CallContext,
): Promise<void> {
  if (price === undefined || price.currency === reply.amount_currency) return;
  const undone = putPlan(lago, before.code, { amount_cents: before.amount_cents }, context);
  await undone.catch((cause: unknown) => {
    throw notUndone(before, reply, cause);
  });
  throw fixedCurrency(before, price);
}

/** The plan after a change, with metadata replaced where Lago only merged it. */
async function withMetadata(
  lago: Connection,
  reply: LagoPlan,
  { code, metadata }: UpdatePlanInput,
  notKept: readonly string[],
  context: CallContext,
): Promise<{ readonly plan: LagoPlan; readonly warnings: readonly Warning[] }> {
  if (metadata === undefined || !notKept.includes('metadata')) return { plan: reply, warnings: [] };
  const { kept, failure } = await replaceMetadata(
    lago,
    {
      path: path`/plans/${code}/metadata`,
      before: reply.metadata,
      metadata,
      isLastStep: true,
      about: aboutPlan(code),
      lookup: planLookup(code),
    },
    context,
  );
  return { plan: { ...reply, metadata: kept ?? null }, warnings: failure ? [failure] : [] };
}

/** What a change is made with. */
interface PlanChange {
  readonly input: UpdatePlanInput;
  /** What is sent beside the charges. */
  readonly terms: LagoPlanBody;
  readonly before: LagoPlan;
  readonly resolved: ResolvedMetrics;
}

async function applyChange(lago: Connection, change: PlanChange, context: CallContext) {
  const { input, terms, before, resolved } = change;
  const body: LagoPlanBody = compact({
    ...terms,
    charges: mergedChargeBodies(before.charges ?? [], input, ({ metric }) => resolved.idOf(metric)),
  });
  // Lago refuses a request without fields.
  if (Object.keys(body).length === 0) return planResult(before);
  const codes = new Map(resolved.codes);
  for (const charge of before.charges ?? []) {
    codes.set(charge.lago_billable_metric_id, charge.billable_metric_code);
  }
  const notKept = (plan: LagoPlan) => fieldsNotKept(body, plan, codes);
  const reply = await putPlan(lago, input.code, body, context);
  await undoPrice(lago, before, reply, input, context);
  const { plan, warnings } = await withMetadata(lago, reply, input, notKept(reply), context);
  const fields = notKept(plan).filter((field) => field !== 'metadata' || warnings.length === 0);
  return planResult(plan, [...resolved.warnings, ...keptAsItWas(fields), ...warnings]);
}

/** Changes a plan; what the input does not mention stays as it is at Lago. */
export async function updatePlan(
  lago: Connection,
  metrics: MetricResolver,
  asked: UpdatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  const { input, warnings } = licensedInput(lago, asked);
  checkPlan(input);
  const terms = updatePlanBody(input);
  const before = await findPlan(lago, input.code, context);
  checkRemovals((before.charges ?? []).map(codeOf), input);
  checkAmounts(before, input);
  await checkCurrency(lago, before, input, context);
  metrics.learn(before.charges ?? []);
  try {
    const result = await metrics.write(input.charges ?? [], context, (resolved) =>
      applyChange(lago, { input, terms, before, resolved }, context),
    );
    const all = [...warnings, ...(result.warnings ?? [])];
    return { ...result, ...(all.length > 0 && { warnings: all }) };
  } catch (error) {
    throw namingTaxes(error, input);
  }
}
