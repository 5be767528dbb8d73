import type { RequestPath } from '@billport/adapter-kit';
import { currentInstant } from '@billport/core';
import type { CallContext, Connection, PaigoRequest } from './connection.ts';
import { findOwnWork } from './find-own-work.ts';
import { freshToken } from './fresh-token.ts';
import { OWN, ownValue, type PaigoMetadata } from './own-metadata.ts';
import { type Fields, isFields, textOf } from './wire/reading.ts';

/** A thing that is to be made, of a kind that all can be listed. */
export interface NewThing {
  /** Of the list, to which new ones are sent. */
  readonly path: RequestPath;
  /** Field of the reply, and of the thing, that holds its id. */
  readonly idField: 'dimensionId' | 'offeringId';
  readonly body: { readonly metadata: Readonly<Record<string, string>> };
  readonly about: NonNullable<PaigoRequest['about']>;
  readonly lookup: string;
}

/** The thing that carries the token; undefined where none does. */
async function byToken(
  paigo: Connection,
  { path, idField }: NewThing,
  token: string,
  context: CallContext,
): Promise<Fields | undefined> {
  const things = await paigo.readAll<Fields>(path, context);
  return things.find(
    ({ metadata, [idField]: id }) =>
      textOf(id) !== undefined && ownValue(metadata as PaigoMetadata, OWN.token) === token,
  );
}

/**
 * Makes a dimension or an offering, marked with its moment and a fresh token. It is sent once
 * (`facts/paigo.md §6.1`): after an unclear answer the token tells whether it is there.
 * @returns its id
 * @throws BillingError `outcome_unknown` when it is not found after an unclear answer: it may still
 *   come
 */
export async function createThing(
  paigo: Connection,
  thing: NewThing,
  context: CallContext,
): Promise<string> {
  const { path, idField, body, about, lookup } = thing;
  const token = freshToken();
  // What takes the place of an older thing brings its moment.
  const moment = { [OWN.createdAt]: currentInstant(paigo.clock) };
  const idOf = (reply: unknown) => (isFields(reply) ? textOf(reply[idField]) : undefined);
  try {
    const reply = await paigo.send(
      {
        method: 'POST',
        path,
        body: { ...body, metadata: { ...moment, ...body.metadata, [OWN.token]: token } },
        repeat: 'never',
        about,
        lookup,
        check: (made) => (idOf(made) === undefined ? `no ${idField}` : undefined),
      },
      context,
    );
    return idOf(reply) as string;
  } catch (error) {
    const own = await findOwnWork(error, () => byToken(paigo, thing, token, context), context);
    return idOf(own) as string;
  }
}
