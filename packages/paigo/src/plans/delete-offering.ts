import { deleteOnce, path } from '@billport/adapter-kit';
import type { CallContext, Connection, PaigoRequest } from '../connection.ts';

/**
 * Deletes an offering. That one is gone already after an answer was lost is its own work.
 * @throws BillingError `conflict` while customers are on it (`facts/paigo.md §3.4`)
 */
export async function deleteOffering(
  paigo: Connection,
  offeringId: string,
  about: NonNullable<PaigoRequest['about']>,
  context: CallContext,
): Promise<void> {
  await deleteOnce<unknown>(undefined, () =>
    paigo.send(
      {
        method: 'DELETE',
        path: path`/offerings/${offeringId}`,
        repeat: 'safe',
        about,
        expects: 'json_or_nothing',
      },
      context,
    ),
  );
}
