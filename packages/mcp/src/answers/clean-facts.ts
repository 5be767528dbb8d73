import type { PiiPolicy } from '../configuration/settings.ts';
import type { Fact } from './answer.ts';
import { escapeText, shorten } from './escape-text.ts';
import { disclose, discloseEmails, isPersonal } from './personal-data.ts';
import { hasWords, spoken } from './words.ts';

/** Facts that may leave the server: nothing absent, every text escaped. */
export type CleanFact =
  | string
  | number
  | boolean
  | null
  | CleanFact[]
  | { [name: string]: CleanFact };

/** How facts are made fit to leave. */
export interface Cleaning {
  readonly pii: PiiPolicy;
  /** Most characters of one value; what names a thing is never cut. */
  readonly longest: number;
  /** Most entries of one list or map inside of an object. */
  readonly mostEntries: number;
  /** Whether links that let anybody in may be shown. */
  readonly showsLinks: boolean;
  /** Told of each list or map that was cut: where, how many are shown, and of how many. */
  readonly onCut: (path: string, shown: number, all: number) => void;
  /** Told of each value that was cut. */
  readonly onShortened: () => void;
}

const LINK = /(?:url|link)$/i;
/** What names a thing for other calls, and so stays as it is. */
const NAMING = /(?:^id|Id|^key|Key|^code|Code|^number|^reference|ursor|oken|_key)$/;

/** Longest value of all: the contract allows no text that is longer. */
const LONGEST_VALUE = 4000;

/** A whole text as it may leave, however long. */
function safeText(text: string, name: string, isPrivate: boolean, pii: PiiPolicy): string {
  const escaped = escapeText(text);
  // First of all: whoever wrote it may have written marks into it.
  if (isPrivate) return disclose(escaped, pii);
  // A sentence of ours, such as the effect of a change: its words are marked.
  if (hasWords(text)) return spoken(text, pii);
  return NAMING.test(name) ? escaped : discloseEmails(escaped, pii);
}

function cleanText(text: string, name: string, isPrivate: boolean, cleaning: Cleaning): string {
  const isLink = LINK.test(name);
  if (isLink && !cleaning.showsLinks) return '[withheld: get_link makes links]';
  const longest = !isPrivate && (isLink || NAMING.test(name)) ? LONGEST_VALUE : cleaning.longest;
  const safe = safeText(text.slice(0, LONGEST_VALUE), name, isPrivate, cleaning.pii);
  if (text.length <= LONGEST_VALUE && safe.length <= longest) return safe;
  cleaning.onShortened();
  return shorten(`${safe}…`, longest);
}

/** The name of a field; those of metadata and of events are as others chose them. */
function cleanName(name: string, { longest, onShortened }: Cleaning): string {
  const escaped = escapeText(name.slice(0, LONGEST_VALUE));
  if (escaped.length > longest) onShortened();
  return shorten(escaped, longest);
}

function cleanValue(
  value: Fact,
  name: string,
  path: string,
  isPrivate: boolean,
  cleaning: Cleaning,
): CleanFact {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return cleanText(value, name, isPrivate, cleaning);
  if (typeof value !== 'object') return value;
  const most = path === 'items' ? Number.POSITIVE_INFINITY : cleaning.mostEntries;
  if (Array.isArray(value)) {
    if (value.length > most) cleaning.onCut(path, most, value.length);
    return value
      .slice(0, most)
      .map((item: Fact) => cleanValue(item, name, path, isPrivate, cleaning));
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length > most) cleaning.onCut(path, most, entries.length);
  return Object.fromEntries(
    entries.slice(0, most).map(([key, entry]) => {
      const shown = cleanName(key, cleaning);
      const below = path === '' ? shown : `${path}.${shown}`;
      return [shown, cleanValue(entry, key, below, isPrivate || isPersonal(key, value), cleaning)];
    }),
  );
}

/** Facts with every text escaped, personal data as the policy lets it out, and nothing too long. */
export function cleanFacts(
  facts: { readonly [name: string]: Fact },
  cleaning: Cleaning,
): { [name: string]: CleanFact } {
  return cleanValue(facts, '', '', false, cleaning) as { [name: string]: CleanFact };
}
