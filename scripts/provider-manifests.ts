import type { Capabilities, Limits } from '@billport/core';
import { documentedProviders } from './documented-providers.ts';

/** Under which name the manifest of each documented provider is kept. */
const NAMES: Readonly<Record<string, string>> = {
  embedded: 'embedded',
  Lago: 'lago',
  'Lago without a licence': 'lagoWithoutLicence',
  Paigo: 'paigo',
};

/** Where the package `billport` keeps them. */
export const MANIFESTS = 'packages/billport/src/manifests.generated.json';

/** What every provider tells of itself, by name: `billport` tells it without loading an adapter. */
export function providerManifests(): Record<
  string,
  { capabilities: Capabilities; limits: Limits }
> {
  return Object.fromEntries(
    documentedProviders().map(({ name, provider: { capabilities, limits } }) => {
      const key = NAMES[name];
      if (key === undefined) throw new Error(`Under which name is ${name} kept?`);
      return [key, { capabilities, limits }];
    }),
  );
}
