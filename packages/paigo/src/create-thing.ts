import type { RequestPath } from '@billport/adapter-kit';
import { BillingError, currentInstant } from '@billport/core';
import type { CallContext, Connection, PaigoRequest } from './connection.ts';
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

/** The id of the thing that carries the token; undefined where none does. */
async function idByToken(
  paigo: Connection,
  { path, idField }: NewThing,
  token: string,
  context: CallContext,
): Promise<string | undefined> {
  const things = await paigo.readAll<Fields>(path, context);
  const found = things.find(
    ({ metadata }) => ownValue(metadata as PaigoMetadata, OWN.token) === token,
  );
  return textOf(found?.[idField]);
}

/** What an unclear answer came to: the thing where it is there, else the doubt remains. */
async function settled(error: unknown, find: () => Promise<string | undefined>): Promise<string> {
  if (!BillingError.is(error, 'outcome_unknown')) throw error;
  let id: string | undefined;
  try {
    id = await find();
  } catch (cause) {
    // The doubt is the news; that the look-up failed too adds nothing to act on.
    if (BillingError.is(cause)) throw error;
    throw cause;
  }
  if (id === undefined) throw error;
  return id;
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
    return settled(error, () => idByToken(paigo, thing, token, context));
  }
}
