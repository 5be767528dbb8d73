import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readByCode } from '../read-by-code.ts';
import type { LagoPlan } from '../wire/plan.ts';

/** What errors about a plan name. */
export const aboutPlan = (code: string) => ({ resource: 'plan', key: code });

/** How to find out whether a write to a plan landed. */
export const planLookup = (code: string) =>
  `plans.get({ code: ${JSON.stringify(code)} }): see whether it shows what the call was to do.`;

/**
 * Reads a plan as Lago has it.
 * @throws BillingError `not_found`, also while a job is about to delete it: nothing can be made of
 *   it any more (`facts/lago.md §b`).
 */
export async function findPlan(
  lago: Connection,
  code: string,
  context: CallContext,
): Promise<LagoPlan> {
  const thing = { root: 'plan', resource: 'plan', code, path: path`/plans/${code}` };
  const plan = await readByCode<LagoPlan>(lago, thing, context);
  if (!plan.pending_deletion) return plan;
  throw new BillingError('not_found', {
    message: `There is no plan ${JSON.stringify(code)} any more: Lago is deleting it.`,
    details: aboutPlan(code),
  });
}
