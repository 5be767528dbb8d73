import type { ErrorRule, ErrorTable, Problem } from '@billport/adapter-kit';
import { isFields } from './wire/reading.ts';

/** Paigo's own words: a text or a list of texts (`facts/paigo.md §2`). */
function wordsOf(message: unknown): string | undefined {
  const texts = (Array.isArray(message) ? message : [message]).filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  return texts.length === 0 ? undefined : texts.join(' ');
}

function read(body: unknown): Problem {
  return isFields(body) ? { message: wordsOf(body.message) } : {};
}

/** What Paigo's refusals mean; the first that matches counts. */
const rules: readonly ErrorRule[] = [{ status: 409, becomes: 'conflict' }];

/** How Paigo's refusals are read. */
export const paigoErrors: ErrorTable = { read, rules };
