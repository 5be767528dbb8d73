import { badRequest } from '../failure.ts';
import type { DimensionOverrideRecord } from '../records/customer.ts';
import type { OfferingRecord } from '../records/offering.ts';
import { putInto } from '../requests/put-into.ts';
import type { PaigoState } from '../state.ts';
import { offeringProblems } from './offering-problems.ts';
import { absentOfferingFields, type OfferingFields } from './offering-shape.ts';

/** Overrides of both lists; where both name a dimension, the later one. */
function mergedOverrides(
  former: readonly DimensionOverrideRecord[],
  later: readonly DimensionOverrideRecord[],
): DimensionOverrideRecord[] {
  const all = [...former, ...later].map((one) => [one.dimensionId, one] as const);
  return [...new Map(all).values()];
}

/** The lists of a change: as they are sent, or added to the former ones (`facts/paigo.md §6.33`). */
function listsOf(state: PaigoState, former: OfferingRecord, changes: OfferingFields) {
  const { dimensionIds, dimensionOverrides } = changes;
  if (state.switches.offeringLists === 'replace') return { dimensionIds, dimensionOverrides };
  return {
    dimensionIds: dimensionIds && [...new Set([...former.dimensionIds, ...dimensionIds])],
    dimensionOverrides:
      dimensionOverrides && mergedOverrides(former.dimensionOverrides ?? [], dimensionOverrides),
  };
}

/** Puts changes into a copy of the record. @throws PaigoFailure 400 when the whole breaks rules. */
function changed(
  state: PaigoState,
  former: OfferingRecord,
  changes: OfferingFields,
): OfferingRecord {
  const offering = { ...former };
  const all = { ...changes, ...listsOf(state, former, changes) };
  putInto(state, offering, all, absentOfferingFields(state.switches));
  const problems = offeringProblems(state, offering);
  if (problems.length > 0) throw badRequest(...problems);
  return offering;
}

/**
 * Makes an offering.
 * @throws PaigoFailure 400 when the whole breaks rules.
 */
export function createOffering(
  state: PaigoState,
  fields: OfferingFields & { readonly offeringName: string },
): OfferingRecord {
  const { offeringName } = fields;
  const absent = absentOfferingFields(state.switches);
  const offering = changed(
    state,
    { offeringId: state.ids.next(), offeringName, ...absent },
    fields,
  );
  state.offerings.set(offering.offeringId, offering);
  return offering;
}

/**
 * Changes an offering, for all customers in it at once.
 * @throws PaigoFailure 400 when the whole breaks rules; then nothing has changed.
 */
export function updateOffering(
  state: PaigoState,
  offering: OfferingRecord,
  changes: OfferingFields,
): void {
  Object.assign(offering, changed(state, offering, changes));
}
