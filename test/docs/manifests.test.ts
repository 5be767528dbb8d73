import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MANIFESTS, providerManifests } from '../../scripts/provider-manifests.ts';

it(`${MANIFESTS} is what the providers tell: else run \`pnpm manifests\``, () => {
  expect(JSON.parse(readFileSync(MANIFESTS, 'utf8'))).toEqual(providerManifests());
});
