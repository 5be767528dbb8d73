import { path } from '@billport/adapter-kit';
import {
  type CreatePlanInput,
  type HandlerContext,
  type Handlers,
  native,
  type Page,
  type Plan,
  partial,
  type Result,
  type UpdatePlanInput,
} from '@billport/core';
import { MetricResolver } from './charges/resolve-metrics.ts';
import type { CallContext, Connection } from './connection.ts';
import { MetricIds } from './metric-ids.ts';
import { createPlan } from './plans/create-plan.ts';
import { deletePlan } from './plans/delete-plan.ts';
import { findPlan } from './plans/find-plan.ts';
import { LICENSED_FIELDS } from './plans/licensed-fields.ts';
import { planResult } from './plans/plan-result.ts';
import { leftOut, toPlan } from './plans/read-plan.ts';
import { updatePlan } from './plans/update-plan.ts';
import type { LagoPlan } from './wire/plan.ts';

/** What a page of plans is asked with. */
interface PlanPage {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of plans; those that a job is about to delete are gone already. */
async function listPlans(
  lago: Connection,
  { limit, cursor }: PlanPage,
  context: CallContext,
): Promise<Page<Plan>> {
  const rows = await lago.page<LagoPlan, LagoPlan>(
    {
      path: path`/plans`,
      root: 'plans',
      limit,
      cursor,
      keep: ({ pending_deletion: isGoing }) => !isGoing,
      toItem: (plan) => plan,
    },
    context,
  );
  const warnings = rows.items.flatMap(leftOut);
  return { ...rows, items: rows.items.map(toPlan), ...(warnings.length > 0 && { warnings }) };
}

type Write<Input> = (input: Input, context: HandlerContext) => Promise<Result<Plan>>;

/** The port `plans`. */
export function planHandlers(lago: Connection) {
  const metrics = new MetricResolver(lago, new MetricIds(lago.clock));
  const licensed = <Input>(write: Write<Input>) =>
    lago.premium
      ? native(write)
      : partial(write, 'What needs a licence is not kept.', LICENSED_FIELDS);
  return {
    create: licensed<CreatePlanInput>((input, context) =>
      createPlan(lago, metrics, input, context),
    ),
    get: native(async ({ code }, context) => planResult(await findPlan(lago, code, context))),
    list: native((input, context) => listPlans(lago, input, context)),
    update: licensed<UpdatePlanInput>((input, context) =>
      updatePlan(lago, metrics, input, context),
    ),
    delete: native((input, context) => deletePlan(lago, input, context)),
  } satisfies Handlers['plans'];
}
