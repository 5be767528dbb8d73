import type { Plan } from '@billport/core';
import { chooseTaxes } from '@billport/rating';
import type { Engine } from '../engine.ts';

/** Codes of the taxes that apply where nothing nearer names one. */
function defaultTaxes(engine: Engine): string[] {
  return engine.tables.taxes
    .all()
    .filter(({ byDefault }) => byDefault)
    .map(({ code }) => code);
}

/** The taxes of a line: its own, else the plan's, the customer's, the default ones (§10). */
export function taxCodesFor(
  engine: Engine,
  customerKey: string,
  item: readonly string[] | undefined,
  plan: Plan | undefined,
): readonly string[] {
  const customer = engine.tables.customers.find(customerKey);
  return chooseTaxes({
    item,
    plan: plan?.taxCodes,
    customer: customer?.taxCodes,
    default: defaultTaxes(engine),
  });
}
