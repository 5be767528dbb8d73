import type { CallToolResult } from '@modelcontextprotocol/server';
import type { PiiPolicy } from '../configuration/settings.ts';
import type { Answer } from './answer.ts';
import { shorten } from './escape-text.ts';
import { fence } from './fence.ts';
import { type FittedFacts, fewerItems, fitFacts } from './fit-facts.ts';
import { discloseEmails } from './personal-data.ts';
import { renderFacts } from './render-facts.ts';
import { spoken } from './words.ts';

/** How an answer is shown. */
export interface Showing {
  /** Whether whole objects were asked for. */
  readonly detailed: boolean;
  readonly pii: PiiPolicy;
  /** Whether the call changes something: nobody is to make it again for what is not shown. */
  readonly isChange?: boolean | undefined;
}

/** Most characters of a warning: it may have words of the provider in it. */
const LONGEST_WARNING = 1000;

const SENSITIVE = {
  code: 'sensitive',
  message: 'Whoever has a link of this answer has what it shows: give it to its owner only.',
};

interface Warning {
  readonly code: string;
  readonly message: string;
}

function shownWarning({ code, message }: Warning, pii: PiiPolicy): Warning {
  const said = discloseEmails(spoken(message, pii), pii);
  return { code: spoken(code, pii), message: shorten(said, LONGEST_WARNING) };
}

const warningLine = ({ code, message }: Warning) => `Warning (${code}): ${message}`;

const SHOWS_MORE =
  'Ask for less at a time: one thing, or a few fields of it with read_operation; response_format detailed cuts values later.';
const NOT_AGAIN = 'Only this answer leaves it out: do not make the call again for it.';

function shortened({ cut }: FittedFacts, isChange: boolean): Warning | undefined {
  if (cut === undefined) return undefined;
  return { code: 'shortened', message: `${cut} ${isChange ? NOT_AGAIN : SHOWS_MORE}` };
}

/** How to go on: first of all to the items that are left out. */
function goingOn(
  { next, rest }: Answer,
  { items }: FittedFacts,
  isChange: boolean,
): string | undefined {
  if (items === undefined) return next;
  const others = isChange ? ': do not make the call again for the others.' : '.';
  const how = rest === undefined ? next : rest(items.shown);
  return `${fewerItems(items)}${others}${how === undefined ? '' : ` ${how}`}`;
}

/**
 * An answer as the result of a tool. The text is the summary, the facts and the warnings of the
 * provider inside a fence, warnings of our own, and how to go on; the structured content has the same. Texts of others are escaped in both, and
 * what is too long for one answer is fewer items and a sentence that says so.
 */
export function toResult(
  answer: Answer,
  { detailed, pii, isChange = false }: Showing,
): CallToolResult {
  const isSensitive = answer.isSensitive === true;
  const fitted = fitFacts(answer.facts, { detailed, pii, showsLinks: isSensitive });
  const summary = spoken(answer.summary, pii);
  const reported = (answer.warnings ?? []).map((warning) => shownWarning(warning, pii));
  const own = [shortened(fitted, isChange), isSensitive ? SENSITIVE : undefined]
    .filter((warning) => warning !== undefined)
    .map((warning) => shownWarning(warning, pii));
  const warnings = [...reported, ...own];
  const going = goingOn(answer, fitted, isChange);
  const next = going === undefined ? undefined : spoken(going, pii);
  // What a provider warns of is in its words, and stays inside with the facts.
  const fenced = [...renderFacts(fitted.facts), ...reported.map(warningLine)];
  const text = [
    summary,
    ...(fenced.length === 0 ? [] : [fence(fenced)]),
    ...own.map(warningLine),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].join('\n');
  return {
    content: [{ type: 'text', text }],
    structuredContent: {
      ...fitted.facts,
      summary,
      ...(warnings.length === 0 ? {} : { warnings }),
      ...(next === undefined ? {} : { next }),
    },
  };
}
