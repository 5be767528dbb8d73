import { mayHaveLanded, type RequestPath } from '@billport/adapter-kit';
import { BillingError, type Warning } from '@billport/core';
import type { CallContext, Connection, LagoRequest } from './connection.ts';

type MetadataMap = Readonly<Record<string, string | null>>;

/** Data of a plan, a wallet or a credit note, which has an address of its own. */
export interface MetadataReplacement extends Pick<LagoRequest, 'lookup' | 'about'> {
  readonly path: RequestPath;
  /** What is there; null and undefined for nothing. */
  readonly before: MetadataMap | null | undefined;
  /** What is to be there; null for nothing. */
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Whether another part of the same change has landed. */
  readonly isLastStep: boolean;
}

/** What is kept, and why where that is something else than was asked for. */
export interface ReplacedMetadata {
  readonly kept: MetadataMap | null | undefined;
  readonly failure?: Warning;
}

const isEmpty = (map: MetadataMap | null | undefined) => Object.keys(map ?? {}).length === 0;

/** The map in a reply; Lago may write null for none. */
function mapIn(body: unknown): MetadataMap {
  const isReply = typeof body === 'object' && body !== null && 'metadata' in body;
  return isReply ? ((body.metadata as MetadataMap | null) ?? {}) : {};
}

/** An empty map is no way to clear it: Rails takes an empty parameter for none. */
async function send(
  lago: Connection,
  { path, before, metadata, lookup, about }: MetadataReplacement,
  context: CallContext,
): Promise<MetadataMap> {
  const request = { path, lookup, about, repeat: 'safe', expects: 'json_or_nothing' } as const;
  if (!isEmpty(metadata)) {
    return mapIn(await lago.send({ ...request, method: 'POST', body: { metadata } }, context));
  }
  if (isEmpty(before)) return {};
  try {
    return mapIn(await lago.send({ ...request, method: 'DELETE' }, context));
  } catch (error) {
    if (BillingError.is(error, 'not_found') && mayHaveLanded(error)) return {};
    throw error;
  }
}

/**
 * Replaces the data as a whole: its address does, and what updates of the object bring is merged
 * into what is there, by new versions of Lago (`facts/lago.md §b`, Plans). Where another part of the
 * change has landed, a failure is a warning: an error would say that nothing has changed.
 */
export async function replaceMetadata(
  lago: Connection,
  replacement: MetadataReplacement,
  context: CallContext,
): Promise<ReplacedMetadata> {
  try {
    return { kept: await send(lago, replacement, context) };
  } catch (error) {
    if (!replacement.isLastStep || !BillingError.is(error)) throw error;
    const message = `All but the metadata was changed, and that was not set: ${error.message} Send it once more.`;
    return {
      kept: replacement.before,
      failure: { code: 'not_applied', message, field: 'metadata' },
    };
  }
}
