import type { z } from 'zod';

type Rule = z.core.$ZodRawIssue & { readonly origin: string };

/**
 * What a broken rule is told as where its schema has no words of its own: the rule, in words that
 * need no knowledge of the schema library. Undefined leaves the library's.
 */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { code, expected, input, minimum, maximum, origin } = issue as Rule;
  const counted = origin === 'string' ? ' characters.' : '.';
  if (code === 'too_small') return `Write at least ${minimum}${counted}`;
  if (code === 'too_big') return `Write at most ${maximum}${counted}`;
  if (code !== 'invalid_type') return undefined;
  if (input === undefined) return 'It is missing.';
  return `Write ${expected === 'int' ? 'a whole number' : expected}.`;
}
