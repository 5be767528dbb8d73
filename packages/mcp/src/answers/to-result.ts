import type { CallToolResult } from '@modelcontextprotocol/server';
import type { PiiPolicy } from '../configuration/settings.ts';
import type { Answer } from './answer.ts';
import { shorten } from './escape-text.ts';
import { fence } from './fence.ts';
import { fitFacts } from './fit-facts.ts';
import { discloseEmails } from './personal-data.ts';
import { renderFacts } from './render-facts.ts';
import { spoken } from './words.ts';

/** How an answer is shown. */
export interface Showing {
  /** Whether whole objects were asked for. */
  readonly detailed: boolean;
  readonly pii: PiiPolicy;
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

/**
 * An answer as the result of a tool. The text is the summary, the facts and the warnings of the
 * provider inside a fence, warnings of our own, and how to go on; the structured content has the same. Texts of others are escaped in both, and
 * what is too long for one answer is fewer items and a sentence that says so.
 */
export function toResult(answer: Answer, { detailed, pii }: Showing): CallToolResult {
  const isSensitive = answer.isSensitive === true;
  const fitted = fitFacts(answer.facts, { detailed, pii, showsLinks: isSensitive });
  const summary = spoken(answer.summary, pii);
  const reported = (answer.warnings ?? []).map((warning) => shownWarning(warning, pii));
  const own = [fitted.warning, isSensitive ? SENSITIVE : undefined]
    .filter((warning) => warning !== undefined)
    .map((warning) => shownWarning(warning, pii));
  const warnings = [...reported, ...own];
  const going = fitted.next ?? answer.next;
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
