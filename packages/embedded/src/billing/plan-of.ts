import type { Plan } from '@billport/core';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';

/** The plan of a stay: as it is now, or as it was when the stay ended. */
export function planOf(engine: Engine, stay: Stay): Plan {
  return stay.data.endedPlan ?? engine.tables.plans.shared(stay.planCode);
}
