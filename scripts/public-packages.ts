import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';

/** Where `pnpm tarballs` puts what would be published. */
export const TARBALL_FOLDER = 'dist/tarballs';

const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  engines: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});

/** A package that is published. */
export interface PublicPackage {
  /** Such as `@billport/core`. */
  readonly name: string;
  readonly version: string;
  /** Its folder, from the root. */
  readonly folder: string;
  /** Its tarball once `pnpm tarballs` has run, from the root. */
  readonly tarball: string;
  /** Its package.json. */
  readonly manifest: z.infer<typeof Manifest>;
  /** What is built into it, by name: a package with a build of its own bundles its devDependencies. */
  readonly bundled: Readonly<Record<string, string>>;
}

/** Whether a package is one of this repository, by name. */
export const isOwnPackage = (name: string): boolean => /^(?:@billport\/|billport$)/.test(name);

/** The packages of the workspace that are published, by name. Reads from the current folder. */
export async function publicPackages(): Promise<PublicPackage[]> {
  const packages = await Promise.all(
    globSync('packages/*/package.json')
      .sort()
      .map(async (path) => {
        const manifest = Manifest.parse(JSON.parse(await readFile(path, 'utf8')));
        const { name, version } = manifest;
        const folder = path.slice(0, -'/package.json'.length);
        const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
        const tarball = `${TARBALL_FOLDER}/${basename(file)}`;
        const bundles = existsSync(`${folder}/tsup.config.ts`);
        const bundled = (bundles ? manifest.devDependencies : undefined) ?? {};
        return { name, version, folder, tarball, manifest, bundled };
      }),
  );
  return packages.filter(({ manifest }) => manifest.private !== true);
}
