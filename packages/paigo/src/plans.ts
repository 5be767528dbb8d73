import { wholePage } from '@billport/adapter-kit';
import { emulated, type Handlers, type Page, type Plan, partial } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createPlan } from './plans/create-plan.ts';
import { deletePlan } from './plans/delete-plan.ts';
import { allOfferings, findOffering } from './plans/find-plan.ts';
import { WITHOUT } from './plans/not-kept.ts';
import { planResult } from './plans/to-plan.ts';
import { updatePlan } from './plans/update-plan.ts';
import type { PaigoOffering } from './wire/offering.ts';

const BY_SCAN = 'Paigo knows no codes: all offerings are read, and the code is in their metadata.';
const NO_TAXES = 'Paigo has no taxes by code.';

/** What a page of plans is asked with. */
interface PlanPage {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of plans, with what has to be said of all of them. */
async function listPlans(
  paigo: Connection,
  { limit, cursor }: PlanPage,
  context: CallContext,
): Promise<Page<Plan>> {
  const page = await wholePage<PaigoOffering, PaigoOffering>({
    scope: 'plans',
    limit,
    cursor,
    fetch: () => allOfferings(paigo, context),
    idOf: ({ offeringId }) => offeringId,
    toItem: (offering) => offering,
  });
  const results = page.items.map((offering) => planResult(offering));
  const warnings = results.flatMap(({ warnings = [] }) => warnings);
  const items = results.map(({ warnings: _, ...plan }) => plan);
  return { ...page, items, ...(warnings.length > 0 && { warnings }) };
}

/** The port `plans`. */
export function planHandlers(paigo: Connection) {
  return {
    create: partial((input, context) => createPlan(paigo, input, context), NO_TAXES, WITHOUT),
    get: emulated(
      async ({ code }, context) => planResult(await findOffering(paigo, code, context)),
      BY_SCAN,
    ),
    list: emulated((input, context) => listPlans(paigo, input, context), BY_SCAN),
    update: partial((input, context) => updatePlan(paigo, input, context), NO_TAXES, WITHOUT),
    delete: emulated(
      (input, context) => deletePlan(paigo, input, context),
      'Paigo keeps dimensions by themselves: those of the plan are deleted after it.',
    ),
  } satisfies Handlers['plans'];
}
