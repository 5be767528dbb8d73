import { BillingError, type Listing } from '@billport/core';
import type { Fact } from '../../answers/answer.ts';
import { Refusal } from '../../answers/refusal.ts';
import { whereToLook } from '../../answers/where-to-look.ts';
import { words } from '../../answers/words.ts';
import { keyInWords } from '../../tools/named.ts';
import { onePerKey } from './one-per-key.ts';

/** Most things that are looked through for a name. */
const MOST_SEARCHED = 1000;

/** Most candidates that a refusal names. */
const MOST_CANDIDATES = 10;

/** How things of one kind are found by what people call them. */
export interface Search<Thing> {
  /** As people say it: `customer`. */
  readonly noun: string;
  /** The argument that held the reference. */
  readonly field: string;
  /** What it may be, as a sentence says it: `key, e-mail or name`. */
  readonly accepts: string;
  readonly reference: string;
  /** Gets the one with exactly this key, code or id. */
  readonly get: (reference: string) => PromiseLike<Thing>;
  /** Everything that the reference may be a name of. */
  readonly list: () => Listing<Thing>;
  /** Looked through as well where nothing in the other has the name: a search may miss some. */
  readonly listAll?: (() => Listing<Thing>) | undefined;
  readonly keyOf: (thing: Thing) => string;
  /** Which of things with one key is meant: the one with the lowest number, of equals the newest. */
  readonly rankOf?: ((thing: Thing) => number) | undefined;
  /** What else names the thing: name, e-mail, number. */
  readonly namesOf: (thing: Thing) => readonly (string | undefined)[];
  /** Whether no two things can have one name, as with numbers: the first match will do. */
  readonly hasUniqueNames?: boolean | undefined;
  /** The key of the customer whose things alone are looked through. */
  readonly ofCustomer?: string | undefined;
  /** The key of the customer whose it is; with `ofCustomer`. */
  readonly ownerOf?: ((thing: Thing) => string) | undefined;
  /** What tells it from others, for people to choose. */
  readonly candidate: (thing: Thing) => Fact;
}

/** Small and large letters, and the ways to write an accent, are one. */
function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

async function byKey<Thing>({ get, reference }: Search<Thing>): Promise<Thing | undefined> {
  try {
    return await get(reference);
  } catch (error) {
    // A name need not be a valid key, and some providers cannot get by key what they list.
    const isNoKey =
      BillingError.is(error, 'not_found') ||
      BillingError.is(error, 'invalid_input') ||
      BillingError.is(error, 'unsupported');
    if (isNoKey) return undefined;
    throw error;
  }
}

interface Found<Thing> {
  readonly exact: readonly Thing[];
  /** Things whose names have the reference in them. */
  readonly close: readonly Thing[];
  /** Whether there are more than were looked through. */
  readonly isIncomplete: boolean;
}

async function lookThrough<Thing>(
  { keyOf, rankOf, namesOf, reference, hasUniqueNames = false }: Search<Thing>,
  list: Listing<Thing>,
): Promise<Found<Thing>> {
  const wanted = folded(reference);
  const exact: Thing[] = [];
  const close: Thing[] = [];
  const found = (isIncomplete: boolean): Found<Thing> => ({
    exact: onePerKey(exact, keyOf, rankOf),
    close: onePerKey(close, keyOf, rankOf),
    isIncomplete,
  });
  let seen = 0;
  for await (const thing of list) {
    if (seen === MOST_SEARCHED) return found(true);
    seen += 1;
    const names = namesOf(thing).map((name) => (name === undefined ? '' : folded(name)));
    if (names.includes(wanted)) {
      if (hasUniqueNames) return { exact: [thing], close, isIncomplete: false };
      exact.push(thing);
    } else if (names.some((name) => name.includes(wanted))) {
      close.push(thing);
    }
  }
  return found(false);
}

async function byName<Thing>(search: Search<Thing>): Promise<Found<Thing>> {
  const { reference, list, listAll } = search;
  if (reference.trim() === '') return { exact: [], close: [], isIncomplete: false };
  const found = await lookThrough(search, list());
  if (found.exact.length > 0 || listAll === undefined) return found;
  return lookThrough(search, listAll());
}

function refusal<Thing>(
  { noun, field, accepts, reference, candidate, ofCustomer }: Search<Thing>,
  { exact, close, isIncomplete }: Found<Thing>,
): Refusal {
  const candidates = (exact.length > 0 ? exact : close).slice(0, MOST_CANDIDATES).map(candidate);
  const named = words(reference);
  const owner = ofCustomer === undefined ? '' : ` of customer ${words(ofCustomer)}`;
  const looked = isIncomplete ? ` Only the newest ${MOST_SEARCHED} were looked through.` : '';
  const facts = candidates.length === 0 ? undefined : { candidates };
  if (exact.length > 1) {
    return new Refusal('ambiguous', {
      field,
      message: `${field}: ${exact.length} ${noun}s${owner} are called ${named}.${looked}`,
      next: 'Ask which of the candidates is meant, and call again with its key, code or id.',
      facts,
    });
  }
  if (exact.length === 1) {
    return new Refusal('ambiguous', {
      field,
      message: `${field}: one ${noun}${owner} is called ${named}, but there may be others.${looked}`,
      next: 'If the candidate is the one that is meant, call again with its key, code or id.',
      facts,
    });
  }
  const some = candidates.length === 0 ? '' : ' Some have it in their name.';
  return new Refusal('not_found', {
    field,
    message: `${field}: no ${noun}${owner} has ${named} as ${accepts}.${some}${looked}`,
    next:
      candidates.length === 0
        ? `Look for it with ${whereToLook(noun)}, and call again with its ${accepts}.`
        : 'Ask whether one of the candidates is meant, and call again with its key, code or id.',
    facts,
  });
}

/** The customer whose the thing is, where another one was named; else undefined. */
function otherOwner<Thing>(
  { ofCustomer, ownerOf }: Search<Thing>,
  thing: Thing,
): string | undefined {
  const owner = ofCustomer === undefined ? undefined : ownerOf?.(thing);
  return owner === ofCustomer ? undefined : owner;
}

function ofAnother<Thing>(
  { noun, field, reference, ofCustomer = '' }: Search<Thing>,
  owner: string,
): Refusal {
  return new Refusal('invalid_arguments', {
    field,
    message: `${field}: ${keyInWords(reference)} belongs to customer ${keyInWords(owner)}, not to ${keyInWords(ofCustomer)}.`,
    next: `Leave customer out, or name the customer and the ${noun} that belong together.`,
  });
}

/**
 * The one thing that the reference names: by exact key first, then by exact name in small or large
 * letters. Parts of names are never enough.
 *
 * @throws Refusal `ambiguous` with candidates when several have the name, or when not all could be
 *   looked through; `not_found` when none has it; `invalid_arguments` when it is the key of a thing
 *   of another customer, and nobody's name at this one. Errors of the provider pass through.
 */
export async function findReference<Thing>(search: Search<Thing>): Promise<Thing> {
  const keyed = await byKey(search);
  const owner = keyed === undefined ? undefined : otherOwner(search, keyed);
  if (keyed !== undefined && owner === undefined) return keyed;
  const found = await byName(search);
  const [only] = found.exact;
  if (only !== undefined && found.exact.length === 1 && !found.isIncomplete) return only;
  if (owner !== undefined && found.exact.length === 0) throw ofAnother(search, owner);
  throw refusal(search, found);
}
