import type { CallToolResult } from '@modelcontextprotocol/server';
import type { PiiPolicy } from '../configuration/settings.ts';
import type { Answer } from './answer.ts';
import { shorten } from './escape-text.ts';
import { fence } from './fence.ts';
import { fitFacts } from './fit-facts.ts';
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

/**
 * An answer as the result of a tool. The text is the summary, the facts inside a fence, warnings,
 * and how to go on; the structured content has the same. Texts of others are escaped in both, and
 * what is too long for one answer is fewer items and a sentence that says so.
 */
export function toResult(answer: Answer, { detailed, pii }: Showing): CallToolResult {
  const isSensitive = answer.isSensitive === true;
  const fitted = fitFacts(answer.facts, { detailed, pii, showsLinks: isSensitive });
  const summary = spoken(answer.summary, pii);
  const warnings = [...(answer.warnings ?? []), fitted.warning, isSensitive ? SENSITIVE : undefined]
    .filter((warning) => warning !== undefined)
    .map(({ code, message }) => ({
      code: spoken(code, pii),
      message: shorten(spoken(message, pii), LONGEST_WARNING),
    }));
  const going = fitted.next ?? answer.next;
  const next = going === undefined ? undefined : spoken(going, pii);
  const lines = renderFacts(fitted.facts);
  const text = [
    summary,
    ...(lines.length === 0 ? [] : [fence(lines)]),
    ...warnings.map(({ code, message }) => `Warning (${code}): ${message}`),
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
