import { invalidInput, type Plan } from '@billport/core';
import type { Engine } from '../engine.ts';

/**
 * Checks that every custom metric of a plan has its function, before somebody is billed by it:
 * without one neither its usage nor its renewal could be computed.
 * @param field The field of the input that brings the plan.
 * @throws BillingError `invalid_input`
 */
export function checkFunctions(engine: Engine, plan: Plan, field: string): void {
  const missing = plan.charges.find(
    ({ model, metric }) => model === 'custom' && !Object.hasOwn(engine.customAggregations, metric),
  );
  if (missing === undefined) return;
  const message = `Plan ${JSON.stringify(plan.code)} charges for the custom metric ${JSON.stringify(missing.metric)}, which has no function: pass one to createEmbedded as customAggregations.`;
  throw invalidInput([{ path: [field], message }]);
}
