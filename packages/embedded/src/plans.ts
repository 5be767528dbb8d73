import {
  BillingError,
  type Charge,
  type CreatePlanInput,
  chargeCode,
  type Handlers,
  type Issue,
  invalidInput,
  native,
  type Plan,
  planIssues,
  type UpdatePlanInput,
} from '@billport/core';
import { chargeIssues } from '@billport/rating';
import { applyChanges } from './apply-changes.ts';
import { command, type Engine, query } from './engine.ts';
import { checkFunctions } from './subscriptions/check-functions.ts';
import type { Stay } from './subscriptions/stays.ts';
import { rebuildAggregates } from './usage/rebuild-aggregates.ts';

/** Issues of the charges that only the metrics show, such as a percentage of a latest value. */
function metricIssues(engine: Engine, charges: readonly Charge[]): Issue[] {
  return charges.flatMap((charge, index) => {
    const metric = engine.tables.metrics.find(charge.metric);
    if (metric === undefined) {
      const message = `There is no metric ${JSON.stringify(charge.metric)}: create it first.`;
      return [{ path: ['charges', index, 'metric'], message, rule: 'not_found' }];
    }
    return chargeIssues(charge, metric).map((issue) => ({
      ...issue,
      path: ['charges', index, ...issue.path],
    }));
  });
}

function* taxPaths(plan: Partial<Plan>): Generator<[path: (string | number)[], codes: string[]]> {
  yield [['taxCodes'], plan.taxCodes ?? []];
  yield [['minimumCommitment', 'taxCodes'], plan.minimumCommitment?.taxCodes ?? []];
  for (const [index, charge] of (plan.charges ?? []).entries()) {
    yield [['charges', index, 'taxCodes'], charge.taxCodes ?? []];
  }
}

function taxIssues(engine: Engine, plan: Partial<Plan>): Issue[] {
  return [...taxPaths(plan)].flatMap(([path, codes]) =>
    codes.flatMap((code, index) =>
      engine.tables.taxes.find(code) === undefined
        ? [
            {
              path: [...path, index],
              message: `There is no tax ${JSON.stringify(code)}: create it first.`,
              rule: 'not_found',
            },
          ]
        : [],
    ),
  );
}

/** @throws BillingError `not_found` when all that is wrong is a name, else `invalid_input`. */
function refuse(issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  const error = invalidInput(issues);
  if (issues.some((issue) => issue.rule !== 'not_found')) throw error;
  throw new BillingError('not_found', {
    message: error.message,
    issues,
    details: { resource: 'metric or tax' },
  });
}

function create(engine: Engine, input: CreatePlanInput, createdAt: string): Plan {
  const plan: Plan = { ...input, charges: input.charges ?? [], createdAt };
  refuse([...metricIssues(engine, plan.charges), ...taxIssues(engine, plan)]);
  engine.tables.plans.insert(plan.code, plan, {});
  return plan;
}

/** The charges after an update: replaced by code, added, removed; others stay in their order. */
function mergeCharges(plan: Plan, input: UpdatePlanInput): Charge[] {
  const merged = new Map(plan.charges.map((charge) => [chargeCode(charge), charge]));
  for (const [index, code] of (input.removeCharges ?? []).entries()) {
    if (merged.delete(code)) continue;
    const left = [...merged.keys()].map((known) => JSON.stringify(known)).join(', ');
    const message = `The plan has no charge ${JSON.stringify(code)}. Name one of ${left || 'none: it has no charges'}.`;
    throw new BillingError('not_found', {
      message: `removeCharges[${index}]: ${message}`,
      issues: [{ path: ['removeCharges', index], message }],
      details: { resource: 'charge', key: code },
    });
  }
  for (const charge of input.charges ?? []) merged.set(chargeCode(charge), charge);
  return [...merged.values()];
}

/** Subscriptions on the plan, and those that move to it at the end of their period. */
function subscribersOf(engine: Engine, code: string): Stay[] {
  return [...engine.stays.living('plan', code), ...engine.stays.movingTo(code)];
}

/**
 * What is metered in advance is billed already, and what is metered in arrears is not: a charge
 * that changed from one to the other would bill its usage twice or never.
 */
function checkTimings(engine: Engine, plan: Plan, charges: readonly Charge[]): void {
  if (subscribersOf(engine, plan.code).length === 0) return;
  const changed = charges.find((charge) =>
    plan.charges.some(
      (before) => chargeCode(before) === chargeCode(charge) && before.timing !== charge.timing,
    ),
  );
  if (changed === undefined) return;
  throw new BillingError('conflict', {
    message: `charges: subscriptions are metered by charge ${JSON.stringify(chargeCode(changed))}, so that its timing is fixed. Remove it, and add one with another code.`,
    details: { resource: 'charge', key: chargeCode(changed), state: 'in use' },
  });
}

function checkPrice(engine: Engine, plan: Plan, input: UpdatePlanInput): void {
  const currency = input.price?.currency;
  if (currency === undefined || currency === plan.price.currency) return;
  if (subscribersOf(engine, plan.code).length === 0) return;
  throw new BillingError('conflict', {
    message: `price.currency: subscriptions pay in ${plan.price.currency}. Create another plan for ${currency}.`,
    details: { resource: 'plan', key: plan.code },
  });
}

function update(engine: Engine, input: UpdatePlanInput): Plan {
  const plan = engine.tables.plans.get(input.code);
  checkPrice(engine, plan, input);
  const { removeCharges: _, ...changes } = input;
  const charges = mergeCharges(plan, input);
  checkTimings(engine, plan, charges);
  const updated = applyChanges(plan, { ...changes, charges });
  refuse([
    ...[...planIssues(updated, updated.price.currency)],
    ...metricIssues(engine, updated.charges),
    ...taxIssues(engine, updated),
  ]);
  if (engine.stays.living('plan', plan.code).length > 0) checkFunctions(engine, updated, 'charges');
  engine.tables.plans.replace(plan.code, updated);
  const changed = charges.filter(
    (charge) => !plan.charges.some((before) => JSON.stringify(before) === JSON.stringify(charge)),
  );
  rebuildAggregates(engine, updated, changed);
  return updated;
}

function remove(engine: Engine, code: string): Plan {
  const plan = engine.tables.plans.get(code);
  const stay = subscribersOf(engine, code)[0];
  if (stay !== undefined) {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(stay.subscriptionKey)} is on the plan: move or terminate it first.`,
      details: { resource: 'plan', key: code, state: 'in use' },
    });
  }
  engine.tables.plans.remove(code);
  return plan;
}

/** The port `plans`. */
export function planHandlers(engine: Engine) {
  return {
    create: native(command(engine, (input, { instant }) => create(engine, input, instant))),
    get: native(query(engine, ({ code }) => engine.tables.plans.get(code))),
    list: native(query(engine, (input) => engine.tables.plans.page(input))),
    update: native(command(engine, (input) => update(engine, input))),
    delete: native(command(engine, ({ code }) => remove(engine, code))),
  } satisfies Handlers['plans'];
}
