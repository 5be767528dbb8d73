import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isOwnPackage, publicPackages } from '../../scripts/public-packages.ts';

const packages = await publicPackages();
const ofSqlite = '^22.22.3 || >=24.15';

/** What every package.json says in the same words. */
const Common = z.looseObject({
  license: z.literal('MIT'),
  type: z.literal('module'),
  sideEffects: z.literal(false),
  description: z.string().regex(/^[A-Z].{20,110}\.$/),
  keywords: z.array(z.string()).min(3),
  engines: z.strictObject({ node: z.enum(['>=22', ofSqlite]) }),
  files: z.tuple([
    z.literal('dist'),
    z.literal('src'),
    z.literal('!src/**/*.test.ts'),
    z.literal('!src/**/*.fixture.ts'),
  ]),
  exports: z.strictObject({
    '.': z.strictObject({
      source: z.literal('./src/index.ts'),
      types: z.literal('./dist/index.d.ts'),
      default: z.literal('./dist/index.js'),
    }),
    './package.json': z.literal('./package.json'),
  }),
  publishConfig: z.strictObject({ access: z.literal('public') }),
  // A package with a build of its own has it in its folder.
  scripts: z.strictObject({ build: z.enum(['tsup --config ../../tsup.config.ts', 'tsup']) }),
});

describe.each(packages)('$name', ({ folder, manifest, bundled }) => {
  it('has what a reader and a registry need', () => {
    for (const file of ['README.md', 'src/index.ts']) {
      expect(existsSync(`${folder}/${file}`), file).toBe(true);
    }
    expect(Common.parse(manifest)).toBeDefined();
  });

  it('asks for the Node that its SQLite needs, and for no newer one without it', () => {
    const parts = { [manifest.name]: '', ...manifest.dependencies, ...bundled };
    const usesSqlite = '@billport/embedded' in parts || 'billport' in parts;
    expect(manifest.engines?.node).toBe(usesSqlite ? ofSqlite : '>=22');
  });

  it('takes its siblings from the workspace', () => {
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...bundled })) {
      expect(range === 'workspace:*').toBe(isOwnPackage(name));
    }
  });
});

describe('the release', () => {
  const { version } = packages[0] ?? {};
  const config = JSON.parse(readFileSync('.changeset/config.json', 'utf8'));

  it('has one version for all packages', () => {
    for (const each of packages) expect(each.version).toBe(version);
    expect(config.fixed).toEqual([['billport', '@billport/*']]);
  });

  it('is public', () => {
    expect(config.access).toBe('public');
  });
});

describe('the workspace', () => {
  const root = JSON.parse(readFileSync('package.json', 'utf8'));

  it('runs on a Node of its own, whatever the machine has', () => {
    expect(root.devDependencies.node).toBe(process.versions.node);
  });

  it('pins no package manager: `npx -y pnpm@12` is the only one that is asked for', () => {
    expect(root.packageManager).toBeUndefined();
    expect(root.engines).toBeUndefined();
    const workspace = readFileSync('pnpm-workspace.yaml', 'utf8');
    expect(workspace).toMatch(/^verifyDepsBeforeRun: install$/m);
  });
});
