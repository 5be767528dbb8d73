import type { Plan } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The plan with this code, or else with this name.
 *
 * @param field The argument that held the reference.
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findPlan({ billing }: ToolCall, reference: string, field = 'plan'): Promise<Plan> {
  return findReference<Plan>({
    noun: 'plan',
    field,
    accepts: 'code or name',
    reference,
    get: (code) => billing.plans.get({ code }),
    list: () => billing.plans.list({ limit: 100 }),
    keyOf: ({ code }) => code,
    namesOf: ({ code, name }) => [code, name],
    candidate: ({ code, name }) => ({ code, name }),
  });
}
