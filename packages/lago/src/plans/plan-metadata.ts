import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';

/**
 * Replaces the metadata of a plan as a whole, by the only way that does: a change of the plan may
 * merge it with what is there (`facts/lago.md §b`, Plans).
 */
export async function replaceMetadata(
  lago: Connection,
  code: string,
  metadata: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<void> {
  const isEmpty = Object.keys(metadata).length === 0;
  await lago.send(
    {
      method: isEmpty ? 'DELETE' : 'POST',
      path: path`/plans/${code}/metadata`,
      ...(!isEmpty && { body: { metadata } }),
      repeat: 'safe',
      about: { resource: 'plan', key: code },
      lookup: `plans.get({ code: ${JSON.stringify(code)} }): see which metadata it shows.`,
      expects: 'json_or_nothing',
    },
    context,
  );
}
