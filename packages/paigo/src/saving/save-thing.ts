import { afterWrite, sameData } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { Changes, PutHabit, Saved, Values } from './put-habit.ts';

/** A thing of Paigo's that is to be changed. */
export interface ThingToSave<Wire, Fields extends Changes> {
  /** What it is called in errors, such as `customer "acme"`. */
  readonly name: string;
  /** How to find out whether a change landed: `details.lookup`. */
  readonly lookup: string;
  /** What is known of how this account takes changes of such things. */
  readonly habit: PutHabit;
  /** Everything that a change can name, as it is: what is unset is undefined. */
  readonly fieldsOf: (wire: Wire) => Fields;
  /**
   * Fields that hold only with each other, as a price and what it is for: where one of them changes,
   * all that the change names are sent, so that of two changes at once one holds as a whole.
   */
  readonly together?: readonly string[];
  readonly read: () => Promise<Wire>;
  /** Sends a PUT. Its reply is in doubt (`facts/paigo.md §6.6`), and is not looked at. */
  readonly put: (body: Fields) => Promise<void>;
}

/** The entries that are there and that pass. */
function filtered<Fields extends object>(
  fields: Fields,
  keep: (name: string, value: unknown) => boolean,
): Fields {
  const entries = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && keep(name, value),
  );
  return Object.fromEntries(entries) as Fields;
}

/** The changes without what is so already, and with what holds only together. */
function differing<Fields extends Changes>(
  before: Fields,
  changes: Fields,
  together: readonly string[],
): Fields {
  const isNew = (values: Values) => (name: string, value: unknown) =>
    !sameData(values[name] ?? null, value);
  const { metadata, ...fields } = changes;
  const names = filtered(metadata ?? {}, isNew(before.metadata ?? {}));
  const isOther = isNew(before as Values);
  const alone = filtered(fields, isOther) as Fields;
  const isTogether = together.some((name) => Object.hasOwn(alone, name));
  const sent = filtered(
    fields,
    (name, value) => isOther(name, value) || (isTogether && together.includes(name)),
  ) as Fields;
  return Object.keys(names).length === 0 ? sent : { ...sent, metadata: names };
}

/** Everything, for an account that loses what is left out. */
function whole<Fields extends Changes>(fields: Fields, changes: Fields): Fields {
  const metadata = { ...fields.metadata, ...changes.metadata };
  const all = { ...filtered(fields, () => true), ...changes };
  return Object.keys(metadata).length === 0 ? all : { ...all, metadata };
}

async function putAndRead<Wire, Fields extends Changes>(
  { put, read, lookup }: ThingToSave<Wire, Fields>,
  body: Fields,
): Promise<Wire> {
  await put(body);
  return afterWrite(lookup, read);
}

/** What a PUT lost is taken from before it, and all else from after it. */
function healed<Fields extends Changes>(
  habit: PutHabit,
  { before, sent, after }: Saved<Fields>,
): Fields {
  const metadata = { ...before.metadata, ...after.metadata };
  const kept = filtered(after, (name) => !habit.isLost(name, before as Values, after as Values));
  return whole({ ...before, ...kept, metadata }, sent);
}

/** Puts back what a PUT lost. */
async function heal<Wire, Fields extends Changes>(
  thing: ThingToSave<Wire, Fields>,
  saved: Saved<Fields>,
): Promise<Wire> {
  const after = await putAndRead(thing, healed(thing.habit, saved));
  if (!thing.habit.learn({ ...saved, after: thing.fieldsOf(after) })) return after;
  throw new BillingError('rejected', {
    message: `Paigo lost fields of ${thing.name} that were not to change, also when they were sent again: compare it in Paigo's dashboard.`,
  });
}

/**
 * Changes a thing that is there: reads, sends only what is to change, and reads again. What the
 * account lost on the way is put back, and from then on everything is sent
 * (`facts/paigo.md §6.27`).
 *
 * @param changes what is to change, from what is there now: absent fields and names of the metadata
 *   stay, null takes one away
 * @returns the thing as read afterwards
 * @throws BillingError `outcome_unknown` when it may have landed and cannot be read; what `read` and
 *   `changes` throw, before anything is sent
 */
export async function saveThing<Wire, Fields extends Changes>(
  thing: ThingToSave<Wire, Fields>,
  changes: (found: Wire) => Fields,
): Promise<Wire> {
  const { habit, fieldsOf, together = [] } = thing;
  const found = await thing.read();
  const before = fieldsOf(found);
  const sent = differing(before, changes(found), together);
  if (Object.keys(sent).length === 0) return found;
  if (habit.replaces) return putAndRead(thing, whole(before, sent));
  const after = await putAndRead(thing, sent);
  const saved = { before, sent, after: fieldsOf(after) };
  return habit.learn(saved) ? heal(thing, saved) : after;
}
