import { createOnce, path } from '@billport/adapter-kit';
import type { Charge, CreatePlanInput, Plan, Result } from '@billport/core';
import type { MetricResolver, ResolvedMetrics } from '../charges/resolve-metrics.ts';
import { chargeBody } from '../charges/write-charge.ts';
import type { CallContext, Connection } from '../connection.ts';
import { keptAsItWas } from '../kept-as-it-was.ts';
import { withCode } from '../read-by-code.ts';
import type { LagoPlan, LagoPlanBody } from '../wire/plan.ts';
import { checkPlan } from './check-plan.ts';
import { aboutPlan, findPlan, planLookup } from './find-plan.ts';
import { LICENSED_FIELDS, licensedInput } from './licensed-fields.ts';
import { namingTaxes } from './missing-tax.ts';
import { fieldsNotKept } from './plan-echo.ts';
import { planResult } from './plan-result.ts';
import { createPlanBody } from './write-plan.ts';

function chargeBodies(charges: readonly Charge[], { idOf }: ResolvedMetrics) {
  return charges.map((charge) => chargeBody({ charge, metricId: idOf(charge.metric) }));
}

/** Sends a plan, and takes what an attempt whose reply was lost has made for its own. */
function sendPlan(
  lago: Connection,
  code: string,
  body: LagoPlanBody,
  notKept: (plan: LagoPlan) => readonly string[],
  context: CallContext,
): Promise<LagoPlan> {
  return createOnce<LagoPlan>({
    lookup: planLookup(code),
    create: (lookup) =>
      lago.one(
        'plan',
        {
          method: 'POST',
          path: path`/plans`,
          body: { plan: body },
          repeat: 'safe',
          about: aboutPlan(code),
          lookup,
        },
        context,
      ),
    read: () => findPlan(lago, code, context),
    // What the licence leaves out is missing in its own work too.
    isMade: (plan) => notKept(plan).every((field) => LICENSED_FIELDS.includes(field)),
  });
}

/** Creates a plan with its charges. */
export async function createPlan(
  lago: Connection,
  metrics: MetricResolver,
  asked: CreatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  const { input, warnings } = licensedInput(lago, asked);
  checkPlan(input);
  const { code, charges = [] } = input;
  const terms = createPlanBody(input);
  try {
    return await metrics.write(charges, context, async (resolved) => {
      const body = { ...terms, charges: chargeBodies(charges, resolved) };
      const notKept = (plan: LagoPlan) => fieldsNotKept(body, plan, resolved.codes);
      const plan = withCode(await sendPlan(lago, code, body, notKept, context), {
        resource: 'plan',
        code,
      });
      return planResult(plan, [...warnings, ...resolved.warnings, ...keptAsItWas(notKept(plan))]);
    });
  } catch (error) {
    throw namingTaxes(error, input);
  }
}
