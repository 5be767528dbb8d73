import { isPageAddress, type RequestPath, waitFor } from '@billport/adapter-kit';
import { BillingError, type Link } from '@billport/core';
import type { CallContext, Connection } from './connection.ts';

/** How long a document is waited for. */
const WAIT_MS = 10_000;

/** Something that Lago prints. */
export interface Printed {
  /** The contract's word for it. */
  readonly resource: 'invoice' | 'credit note';
  readonly id: string;
  /** Where it is read; documents are asked for below of that. */
  readonly path: RequestPath;
  /** Where a document is asked for. */
  readonly download: RequestPath;
  /** The root key of the reply. */
  readonly root: string;
}

/** A public link: whoever has it has the document. It stands in no message. */
interface LagoPrinted {
  readonly file_url?: string | null;
}

const addressIn = (wire: LagoPrinted | undefined) =>
  isPageAddress(wire?.file_url) ? wire.file_url : undefined;

/** What a success brings: the thing, or nothing while the document is not printed yet. */
function printedIn(body: unknown, root: string): LagoPrinted | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  return (body as Readonly<Record<string, LagoPrinted | undefined>>)[root];
}

/** Asks for the document. Lago finds no draft to print, and says 404 (`facts/lago.md §b`). */
async function ask(
  lago: Connection,
  printed: Printed,
  context: CallContext,
): Promise<string | undefined> {
  const { resource, id, path, download, root } = printed;
  const about = { resource, key: id };
  try {
    const body = await lago.send(
      {
        method: 'POST',
        path: download,
        repeat: 'safe',
        lookup: 'Nothing to look up: ask for another link.',
        expects: 'json_or_nothing',
        about,
      },
      context,
    );
    return addressIn(printedIn(body, root));
  } catch (error) {
    if (!BillingError.is(error, 'not_found')) throw error;
    const { status } = await lago.read<{ status?: string }>(root, path, context, { about });
    throw new BillingError('conflict', {
      message: `${resource} ${id} is ${status ?? 'not final'}: Lago prints final ones only.`,
      details: { resource, key: id, ...(status !== undefined && { state: status }) },
    });
  }
}

/**
 * A link to the document of something. Lago prints it after it was asked to, with an empty answer
 * first (`facts/lago.md §b`, Invoices).
 * @throws BillingError `not_found`; `conflict` for a draft; `unavailable` when it is not printed
 * within `waitMs`.
 */
export async function documentLink(
  lago: Connection,
  printed: Printed,
  context: CallContext,
  waitMs: number = WAIT_MS,
): Promise<Link> {
  const { resource, id, path, root } = printed;
  const about = { resource, key: id };
  const read = async () => addressIn(await lago.read<LagoPrinted>(root, path, context, { about }));
  const url = (await ask(lago, printed, context)) ?? (await waited(read, waitMs, context));
  if (url !== undefined) return { url };
  throw new BillingError('unavailable', {
    message: `The document of ${resource} ${id} is not printed yet: ask again. If it never comes, this Lago prints none.`,
  });
}

/** The address once there is one; undefined when the time is over. */
async function waited(
  read: () => Promise<string | undefined>,
  timeoutMs: number,
  context: CallContext,
): Promise<string | undefined> {
  const { signal } = context ?? {};
  try {
    return await waitFor(read, (url) => url !== undefined, {
      timeoutMs,
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    if (BillingError.is(error, 'timeout') && error.details?.timeoutMs === timeoutMs)
      return undefined;
    throw error;
  }
}
