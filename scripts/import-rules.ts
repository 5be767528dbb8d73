/**
 * Who may import whom: for each package, what its sources may import beside their own files.
 * The only list of these rules: `test/architecture/imports.test.ts` checks the sources with it,
 * and `pnpm lint:imports` writes the linter's part of it.
 */
export const IMPORT_RULES: Readonly<Record<string, readonly string[]>> = {
  core: ['zod'],
  rating: ['@billport/core', 'jsep', 'temporal-polyfill'],
  embedded: ['@billport/core', '@billport/rating', 'node:*'],
  conformance: ['@billport/core'],
  'adapter-kit': ['@billport/core', 'ky'],
  lago: ['@billport/adapter-kit', '@billport/core', 'jose'],
  paigo: ['@billport/adapter-kit', '@billport/core'],
  emulator: [
    '@billport/core',
    '@billport/embedded',
    '@hono/node-server',
    'commander',
    'compare-versions',
    'hono',
    'hono/*',
    'jose',
    'node:*',
    'zod',
  ],
  billport: ['@billport/core', '@billport/embedded', '@billport/lago', '@billport/paigo', 'node:*'],
  mcp: [
    '@billport/core',
    '@hono/node-server',
    '@modelcontextprotocol/server',
    '@modelcontextprotocol/server/*',
    'billport',
    'commander',
    'compare-versions',
    'hono',
    'hono/*',
    'jose',
    'node:*',
    'zod',
  ],
};

/** Whether a package may import a module by this name. */
export function mayImport(allowed: readonly string[], specifier: string): boolean {
  return allowed.some((name) =>
    name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name,
  );
}

/** The linter's configuration that says the same. */
export function lintConfiguration(): object {
  return {
    overrides: Object.entries(IMPORT_RULES).map(([name, allowed]) => {
      // To the linter a star ends at a slash, as in `node:fs/promises`.
      const names = allowed.flatMap((name) => (name.endsWith('*') ? [name, `${name}/**`] : name));
      const group = ['**', ...['./**', '../**', ...names].map((pattern) => `!${pattern}`)];
      const options = { patterns: [{ group }] };
      return {
        includes: [`packages/${name}/src/**`, '!**/*.test.ts', '!**/*.fixture.ts'],
        linter: { rules: { style: { noRestrictedImports: { level: 'error', options } } } },
      };
    }),
  };
}
