import type { ChargeChanges } from '@billport/adapter-kit';
import { type Charge, chargeCode } from '@billport/core';
import { codeOf } from '../charges/read-charge.ts';
import { chargeBody, sameChargeBody } from '../charges/write-charge.ts';
import type { LagoCharge, LagoChargeBody } from '../wire/charge.ts';

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
