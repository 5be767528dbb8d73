import { checkEcho, type RequestPath } from '@billport/adapter-kit';
import type { CallContext, Connection } from './connection.ts';

/** What is read by its code. */
export interface CodedThing {
  /** The root key of Lago's reply. */
  readonly root: string;
  /** The contract's word for it. */
  readonly resource: string;
  readonly code: string;
  readonly path: RequestPath;
}

/**
 * The reply itself, when it is about the code that was asked for.
 * @throws BillingError `malformed_response` when it is about another one.
 */
export function withCode<Wire extends { readonly code: string }>(
  reply: Wire,
  { resource, code }: Pick<CodedThing, 'resource' | 'code'>,
): Wire {
  checkEcho(resource, code, reply.code);
  return reply;
}

/**
 * Reads the thing of a code.
 * @throws BillingError `not_found`; `malformed_response` when the reply is about another one.
 */
export async function readByCode<Wire extends { readonly code: string }>(
  lago: Connection,
  thing: CodedThing,
  context: CallContext,
): Promise<Wire> {
  const about = { resource: thing.resource, key: thing.code };
  return withCode(await lago.read<Wire>(thing.root, thing.path, context, { about }), thing);
}
