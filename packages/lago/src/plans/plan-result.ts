import type { Plan, Result, Warning } from '@billport/core';
import type { LagoPlan } from '../wire/plan.ts';
import { leftOut, toPlan } from './read-plan.ts';

/** The answer of an operation: the plan, with what has to be said of it. */
export function planResult(wire: LagoPlan, warnings: readonly Warning[] = []): Result<Plan> {
  const all = [...warnings, ...leftOut(wire)];
  return { ...toPlan(wire), ...(all.length > 0 && { warnings: all }) };
}
