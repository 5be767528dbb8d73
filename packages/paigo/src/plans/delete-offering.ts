import { deleteOnce, path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { aboutPlan, planLookup } from './find-plan.ts';

/**
 * Deletes the offering of a plan. That one is gone already after an answer was lost is its own work.
 * @throws BillingError `conflict` while customers are on it (`facts/paigo.md §3.4`);
 *   `outcome_unknown`
 */
export async function deleteOffering(
  paigo: Connection,
  { offeringId, code }: { readonly offeringId: string; readonly code: string },
  context: CallContext,
): Promise<void> {
  const address = path`/offerings/${offeringId}`;
  const [about, lookup] = [aboutPlan(code), planLookup(code)];
  const request = { method: 'DELETE', path: address, repeat: 'safe', about, lookup } as const;
  await deleteOnce<unknown>(undefined, () =>
    paigo.send({ ...request, expects: 'json_or_nothing' }, context),
  );
}
