import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { capabilitiesDocument } from '../../scripts/capabilities-document.ts';
import { documentedProviders } from '../../scripts/documented-providers.ts';

it('docs/capabilities.md is what the manifests say: else run `pnpm docs:capabilities`', () => {
  const expected = `${capabilitiesDocument(documentedProviders())}\n`;
  expect(readFileSync('docs/capabilities.md', 'utf8')).toBe(expected);
});
