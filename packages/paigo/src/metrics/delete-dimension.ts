import { deleteOnce, path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';

/**
 * Deletes a dimension. That one is gone already after an answer was lost is its own work.
 * @throws BillingError `conflict` while an offering holds it (`facts/paigo.md §3.3`)
 */
export async function deleteDimension(
  paigo: Connection,
  dimensionId: string,
  context: CallContext,
): Promise<void> {
  await deleteOnce<unknown>(undefined, () =>
    paigo.send(
      {
        method: 'DELETE',
        path: path`/dimensions/${dimensionId}`,
        repeat: 'safe',
        about: { resource: 'dimension', key: dimensionId },
        expects: 'json_or_nothing',
      },
      context,
    ),
  );
}
