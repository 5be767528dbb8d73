import type { PiiPolicy } from '../configuration/settings.ts';
import { escapeAgain, escapeText, shorten } from './escape-text.ts';
import { disclose } from './personal-data.ts';

/** Around words of customers in a sentence. Of private use: escaping takes them out of all else. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * Text that customers wrote, for use inside a sentence of ours: one line, everything invisible and
 * every angle bracket escaped, cut with `…` above `longest` characters. It is marked, and becomes
 * `"Acme"` when {@link spoken} makes the sentence ready for somebody under a policy.
 */
export function words(text: string, longest = 120): string {
  return `${OPEN}${shorten(escapeText(text).replaceAll('"', '\\"'), longest)}${CLOSE}`;
}

const MARKED = new RegExp(`${OPEN}([^${OPEN}${CLOSE}]*)${CLOSE}`, 'u');

/**
 * A sentence with {@link words} in it as somebody may read it: the words in quotes, masked or hidden
 * as the policy says. What is unsafe outside of them is escaped too. Every sentence that leaves the
 * server goes through it: of answers, of errors, of questions to people.
 */
export function spoken(sentence: string, policy: PiiPolicy): string {
  return sentence
    .split(MARKED)
    .map((part, index) =>
      index % 2 === 0 ? escapeAgain(part) : `"${disclose(escapeAgain(part), policy)}"`,
    )
    .join('');
}

/** Whether a text is a sentence with {@link words} in it. */
export function hasWords(text: string): boolean {
  return MARKED.test(text);
}
