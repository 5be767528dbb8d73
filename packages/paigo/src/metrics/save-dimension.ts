import { path } from '@billport/adapter-kit';
import type { CallContext, Connection, PaigoRequest } from '../connection.ts';
import { saveThing } from '../saving/save-thing.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { type DimensionChanges, dimensionFields } from './dimension-fields.ts';

/** What a change of a dimension is about. */
export interface DimensionToSave {
  readonly dimensionId: string;
  /** What errors name: the metric or the plan that it is of. */
  readonly about: NonNullable<PaigoRequest['about']>;
  readonly lookup: string;
}

/** A price is for an increment, and what is included is part of it. */
const TOGETHER = [
  'usageIncrement',
  'rounding',
  'consumptionPrice',
  'tiers',
  'tiersGroupByMetadata',
  'usageEntitlement',
  'overageAllowed',
] as const satisfies readonly (keyof DimensionChanges)[];

/**
 * Changes a dimension as `saveThing` does.
 * @param changes what is to change, from what is there now
 * @returns the dimension as read afterwards
 * @throws BillingError `not_found`; `outcome_unknown` when it may have landed and cannot be read
 */
export function saveDimension(
  paigo: Connection,
  { dimensionId, about, lookup }: DimensionToSave,
  changes: (found: PaigoDimension) => DimensionChanges,
  context: CallContext,
): Promise<PaigoDimension> {
  const address = path`/dimensions/${dimensionId}`;
  const thing = {
    name: `dimension ${dimensionId}`,
    lookup,
    habit: paigo.puts.dimension,
    fieldsOf: dimensionFields,
    together: TOGETHER,
    read: () => paigo.readOne<PaigoDimension>(address, about, context),
    async put(body: DimensionChanges) {
      const request = {
        method: 'PUT',
        path: address,
        body,
        repeat: 'safe',
        lookup,
        about,
      } as const;
      await paigo.send({ ...request, expects: 'json_or_nothing' }, context);
    },
  };
  return saveThing(thing, changes);
}
