import type { ErrorRule, ErrorTable, Problem } from '@billport/adapter-kit';
import { isFields } from './wire/reading.ts';

/** Most texts of a list that are brought. The kit shortens what they come to. */
const MOST_TEXTS = 10;

/** Paigo's own words: a text or a list of texts (`facts/paigo.md §2`). */
function wordsOf(message: unknown): string | undefined {
  const texts = (Array.isArray(message) ? message : [message])
    .slice(0, MOST_TEXTS)
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '');
  return texts.length === 0 ? undefined : texts.join(' · ');
}

function read(body: unknown): Problem {
  return isFields(body) ? { message: wordsOf(body.message) } : {};
}

/**
 * What Paigo's refusals mean where their status does not say all (`facts/paigo.md §6.21`, §6.22). The
 * first that matches counts.
 */
const rules: readonly ErrorRule[] = [
  {
    status: 401,
    becomes: 'unauthenticated',
    message: () =>
      'Paigo refused a token that it had given (401). Check url and audience (PAIGO_API_URL, PAIGO_AUDIENCE): a token is for one audience.',
  },
];

/** How Paigo's refusals are read. */
export const paigoErrors: ErrorTable = { read, rules };

/** The same without Paigo's words, which may repeat what was sent. */
export const quietErrors: ErrorTable = { read: () => ({}), rules };
