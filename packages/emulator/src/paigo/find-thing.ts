import { badRequest, notFound } from './failure.ts';
import { isUuid } from './ids.ts';
import { listReply, oneReply } from './replies.ts';
import type { PaigoState } from './state.ts';

/** @throws PaigoFailure 400 for an id that Paigo cannot have made, where the switch says so. */
function refuseMalformed(state: PaigoState, id: string): void {
  if (state.switches.malformedId === 'bad_request' && !isUuid(id)) {
    throw badRequest('Validation failed (uuid is expected)');
  }
}

/**
 * One of Paigo's own things.
 * @param kind Such as `Dimensions`, for the refusal.
 * @throws PaigoFailure 404 where none has the id; 400 for an id in another form, by the switch
 *   `malformedId` (`facts/paigo.md §6.21`).
 */
export function thingAt<Thing>(
  state: PaigoState,
  things: ReadonlyMap<string, Thing>,
  id: string,
  kind: string,
): Thing {
  refuseMalformed(state, id);
  const thing = things.get(id);
  if (thing === undefined) throw notFound(`No ${kind} found with ID: ${id}`);
  return thing;
}

/**
 * What reading one of Paigo's own things answers: the thing, a refusal as of {@link thingAt}, or
 * nothing, by the switch `missing`.
 * @param objectOf Writes the thing as Paigo tells it.
 */
export function readReply<Thing>(
  state: PaigoState,
  things: ReadonlyMap<string, Thing>,
  id: string,
  kind: string,
  objectOf: (thing: Thing) => unknown,
) {
  refuseMalformed(state, id);
  if (state.switches.missing === 'empty' && !things.has(id)) return listReply(state, []);
  return oneReply(state, objectOf(thingAt(state, things, id, kind)));
}
