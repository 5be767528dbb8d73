import {
  BillingError,
  type Charge,
  chargeCode,
  type Plan,
  type UpdatePlanInput,
} from '@billport/core';
import { codeOf } from '../charges/read-charge.ts';
import { chargeBody, sameChargeBody } from '../charges/write-charge.ts';
import type { LagoCharge, LagoChargeBody } from '../wire/charge.ts';

type ChargeChanges = Pick<UpdatePlanInput, 'charges' | 'removeCharges'>;

/** @throws BillingError `not_found` for the code of a charge that the plan does not have. */
export function checkRemovals(
  before: readonly LagoCharge[],
  { removeCharges = [] }: ChargeChanges,
) {
  const codes = before.map(codeOf);
  const index = removeCharges.findIndex((code) => !codes.includes(code));
  const code = removeCharges[index];
  if (code === undefined) return;
  const left = codes.map((known) => JSON.stringify(known)).join(', ');
  const message = `The plan has no charge ${JSON.stringify(code)}. Name one of ${left || 'none: it has no charges'}.`;
  throw new BillingError('not_found', {
    message: `removeCharges[${index}]: ${message}`,
    issues: [{ path: ['removeCharges', index], message }],
    details: { resource: 'charge', key: code },
  });
}

/** The charges of a plan after a change, in the words of the contract. */
export function changedCharges(plan: Plan, { charges = [], removeCharges = [] }: ChargeChanges) {
  const merged = new Map(plan.charges.map((charge) => [chargeCode(charge), charge]));
  for (const code of removeCharges) merged.delete(code);
  for (const charge of charges) merged.set(chargeCode(charge), charge);
  return [...merged.values()];
}

/**
 * All charges of a plan after a change, as Lago takes them: it deletes those that are not sent,
 * and makes those anew that come without their id (`facts/lago.md §b`). What stays goes back as
 * it came. Nothing when the change is not about charges.
 */
export function mergedChargeBodies(
  before: readonly LagoCharge[],
  { charges = [], removeCharges = [] }: ChargeChanges,
  metricIdOf: (charge: Charge) => string,
): LagoChargeBody[] | undefined {
  if (charges.length === 0 && removeCharges.length === 0) return undefined;
  const given = new Map(charges.map((charge) => [chargeCode(charge), charge]));
  const body = (code: string, wire: LagoCharge | undefined) => {
    const charge = given.get(code);
    if (charge === undefined) return undefined;
    given.delete(code);
    return chargeBody({ charge, metricId: metricIdOf(charge), before: wire });
  };
  const kept = before.flatMap((wire) => {
    const replaced = body(codeOf(wire), wire);
    if (replaced !== undefined) return replaced;
    return removeCharges.includes(codeOf(wire)) ? [] : sameChargeBody(wire);
  });
  return [...kept, ...[...given.keys()].flatMap((code) => body(code, undefined) ?? [])];
}
