import { BillingError, type Issue, pathText } from '@billport/core';
import type { Documents } from './store/documents.ts';

/**
 * Checks that each code names a document.
 * @param path where the codes stand in the input, such as `['taxCodes']`
 * @throws BillingError `not_found` with one issue for each code that names nothing.
 */
export function checkReferences(
  documents: Pick<Documents<object>, 'find' | 'resource'>,
  codes: readonly string[] | null | undefined,
  path: readonly (string | number)[],
): void {
  const { resource } = documents;
  const issues = (codes ?? []).flatMap((code, index): Issue[] => {
    if (documents.find(code) !== undefined) return [];
    const message = `There is no ${resource} ${JSON.stringify(code)}: create it first.`;
    return [{ path: [...path, index], message, rule: 'not_found' }];
  });
  if (issues.length === 0) return;
  const key = codes?.[issues[0]?.path.at(-1) as number];
  throw new BillingError('not_found', {
    message: issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`).join(' · '),
    issues,
    details: key === undefined ? { resource } : { resource, key },
  });
}
