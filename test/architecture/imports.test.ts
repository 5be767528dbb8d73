import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IMPORT_RULES, lintConfiguration, mayImport } from '../../scripts/import-rules.ts';
import { publicPackages } from '../../scripts/public-packages.ts';
import { importsOf, packageSources, repositoryFiles } from './source-files.ts';

const packages = await publicPackages();
const isRelative = (specifier: string) => specifier.startsWith('.');
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

it('says of every package what it may import', () => {
  expect(Object.keys(IMPORT_RULES).sort()).toEqual(
    packages.map(({ folder }) => folder.replace('packages/', '')),
  );
});

it('is told to the linter as it stands', () => {
  const written = JSON.parse(readFileSync('biome.imports.json', 'utf8'));
  expect(written, 'run `pnpm lint:imports`').toEqual(lintConfiguration());
});

it('tells packages apart from their sub-paths', () => {
  expect(mayImport(['zod'], 'zod')).toBe(true);
  expect(mayImport(['zod'], 'zod/mini')).toBe(false);
  expect(mayImport(['node:*'], 'node:sqlite')).toBe(true);
  expect(mayImport(['node:*'], 'node-fetch')).toBe(false);
});

describe.each(packages)('$name', ({ folder, manifest, bundled }) => {
  const name = folder.replace('packages/', '');
  const allowed = IMPORT_RULES[name] ?? [];
  const imports = packageSources(name).flatMap((file) =>
    importsOf(file).map((specifier) => ({ file, specifier })),
  );

  it('imports what the rules allow, and nothing else', () => {
    const others = imports.filter(
      ({ specifier }) => !isRelative(specifier) && !mayImport(allowed, specifier),
    );
    expect(others).toEqual([]);
  });

  it('reaches its own files only, by their names', () => {
    const isOwn = (path: string) =>
      (path.startsWith(`${folder}/src/`) && /\.(?:ts|json)$/.test(path)) ||
      path === `${folder}/package.json`;
    const strays = imports.filter(
      ({ file, specifier }) => isRelative(specifier) && !isOwn(join(dirname(file), specifier)),
    );
    expect(strays).toEqual([]);
  });

  // What is imported of a bundled package is held against its declarations when it is packed.
  it('declares exactly what it imports, or builds it in', () => {
    const imported = imports
      .map(({ specifier }) => specifier)
      .filter((specifier) => !isRelative(specifier) && !specifier.startsWith('node:'))
      .map(packageOf);
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...bundled };
    expect(Object.keys(declared).sort()).toEqual([...new Set(imported)].sort());
  });
});

describe('programs that show how the packages are used', () => {
  const programs = repositoryFiles('examples/**/*.ts', 'bench/**/*.ts');

  it('reach them by name, as an app would, and never their files', () => {
    expect(programs.length).toBeGreaterThan(5);
    const inside = programs.flatMap((file) =>
      importsOf(file).filter((specifier) => /packages\/|^@billport\/[^/]+\//.test(specifier)),
    );
    expect(inside).toEqual([]);
  });
});
