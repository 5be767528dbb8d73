import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** The package that a file was installed with. */
interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

/** The folder of the package in a path such as `../../node_modules/.pnpm/zod@4/node_modules/zod/v4/index.js`. */
const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

function installedPackage(folder: string): InstalledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license === 'string') return { name, version, license, folder };
  throw new Error(`${folder}/package.json names no licence: may it be published?`);
}

function notice({ name, version, license, folder }: InstalledPackage): string {
  const texts = globSync('{LICENSE,LICENCE,NOTICE,license}*', { cwd: folder })
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

/**
 * Keeps the licences of what is bundled beside the bundle.
 * @param file Where they are written, from the folder of the package.
 */
export function licenseNotices(file: string): Plugin {
  return {
    name: 'license-notices',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        const outputs = Object.values(metafile?.outputs ?? {});
        const bundled = outputs.flatMap(({ inputs }) =>
          Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
            bytesInOutput > 0 ? (PACKAGE_FOLDER.exec(path)?.[0] ?? []) : [],
          ),
        );
        const notices = [...new Set(bundled)]
          .map(installedPackage)
          .sort((one, other) => (one.name < other.name ? -1 : 1))
          .map(notice);
        const head = `${dirname(file)}/cli.js and its parts hold code of these packages.`;
        writeFileSync(file, `${[head, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
      });
    },
  };
}
