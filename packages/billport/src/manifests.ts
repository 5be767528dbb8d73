import type { Manifest } from './provider-choice.ts';

/** Those of which manifests are kept. */
export type ManifestName = 'embedded' | 'lago' | 'lagoWithoutLicence' | 'paigo';

/**
 * What a provider of ours tells of itself, without loading its adapter. The file is made of the
 * adapters by `pnpm manifests`.
 */
export async function manifestOf(name: ManifestName): Promise<Manifest> {
  const { default: manifests } = await import('./manifests.generated.json', {
    with: { type: 'json' },
  });
  return manifests[name] as unknown as Manifest;
}
