import type { RequestPath } from '@billport/adapter-kit';
import type { CallContext, Connection, LagoRequest } from './connection.ts';

type MetadataMap = Readonly<Record<string, string | null>>;

/** The map in a reply; Lago may write null for none. */
function mapIn(body: unknown): MetadataMap {
  const isReply = typeof body === 'object' && body !== null && 'metadata' in body;
  return isReply ? ((body.metadata as MetadataMap | null) ?? {}) : {};
}

/**
 * Replaces the data of a wallet or a credit note as a whole. It has an address of its own, which
 * replaces; what updates of the object bring is merged into what is there, by new versions of Lago
 * (`facts/lago.md §b`, Plans).
 * @returns what Lago kept
 */
export async function replaceMetadata(
  lago: Connection,
  path: RequestPath,
  metadata: Readonly<Record<string, string>> | null,
  { lookup, about }: Pick<LagoRequest, 'lookup' | 'about'>,
  context: CallContext,
): Promise<MetadataMap> {
  const request: LagoRequest = {
    method: 'POST',
    path,
    body: { metadata: metadata ?? {} },
    repeat: 'safe',
    lookup,
    about,
  };
  return mapIn(await lago.send(request, context));
}
