import { deleteOnce, path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import type { DimensionToSave } from './save-dimension.ts';

/**
 * Deletes a dimension. That one is gone already after an answer was lost is its own work.
 * @throws BillingError `conflict` while an offering holds it (`facts/paigo.md §3.3`);
 *   `outcome_unknown`
 */
export async function deleteDimension(
  paigo: Connection,
  { dimensionId, about, lookup }: DimensionToSave,
  context: CallContext,
): Promise<void> {
  const address = path`/dimensions/${dimensionId}`;
  const request = { method: 'DELETE', path: address, repeat: 'safe', about, lookup } as const;
  await deleteOnce<unknown>(undefined, () =>
    paigo.send({ ...request, expects: 'json_or_nothing' }, context),
  );
}
