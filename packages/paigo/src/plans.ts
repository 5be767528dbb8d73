import { wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  emulated,
  type Handlers,
  type Page,
  type Plan,
  partial,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createPlan } from './plans/create-plan.ts';
import { deletePlan } from './plans/delete-plan.ts';
import { allOfferings, findOffering } from './plans/find-plan.ts';
import { WITHOUT } from './plans/not-kept.ts';
import { planCode, planResult } from './plans/to-plan.ts';
import { updatePlan } from './plans/update-plan.ts';
import type { PaigoOffering } from './wire/offering.ts';

const BY_SCAN = 'Paigo knows no codes: all offerings are read, and the code is in their metadata.';
const NO_TAXES = 'Paigo has no taxes by code.';

/** What a page of plans is asked with. */
interface PlanPage {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Plans, and what has to be said of them. */
interface ReadPlans {
  readonly items: readonly Plan[];
  readonly warnings: readonly Warning[];
}

/** The plan; instead of one that cannot be read, a warning: the others are to be seen. */
function read(offering: PaigoOffering): ReadPlans {
  try {
    const { warnings = [], ...plan } = planResult(offering);
    return { items: [plan], warnings };
  } catch (error) {
    if (!BillingError.is(error, 'malformed_response')) throw error;
    const message = `Plan ${JSON.stringify(planCode(offering))} is left out: ${error.message}`;
    return { items: [], warnings: [{ code: 'partial', message }] };
  }
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
  const results = page.items.map(read);
  const warnings = results.flatMap((each) => each.warnings);
  const items = results.flatMap((each) => each.items);
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
