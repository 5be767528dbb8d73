import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const NAMES: Readonly<Record<string, string>> = {
  string: 'must be a string',
  number: 'must be a number conforming to the specified constraints',
  boolean: 'must be a boolean value',
  array: 'must be an array',
  object: 'must be an object',
  record: 'must be an object',
};

/** What is wrong with a field, as class-validator says it behind the field's name. */
export function wordsOf(issue: Issue): string | undefined {
  if (issue.code === 'invalid_value') {
    return `must be one of the following values: ${issue.values.join(', ')}`;
  }
  if (issue.code === 'invalid_union') return 'must be one of the documented values';
  if (issue.input === undefined) return 'should not be empty';
  return issue.code === 'invalid_type' ? NAMES[issue.expected] : undefined;
}

/** The whole texts of one problem: a text for each field that nobody knows. */
export function refusalsOf(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const before = path === '' ? '' : `${path}.`;
    return issue.keys.map((key) => `property ${before}${key} should not exist`);
  }
  return [path === '' ? issue.message : `${path} ${issue.message}`];
}
