import { defineConfig } from 'tsup';

/** How every package is built; each runs it in its own folder (`tsup --config ../../tsup.config.ts`). */
export default defineConfig({
  // A package with a command has it in `cli.ts`.
  entry: ['src/{index,cli}.ts'],
  format: ['esm'],
  target: 'es2024',
  // Keeps `node:sqlite` as it is written: there is no `sqlite` without the prefix.
  removeNodeProtocol: false,
  platform: 'node',
  dts: {
    compilerOptions: {
      // The declaration bundler still sets `baseUrl`, which TypeScript 6 calls deprecated.
      ignoreDeprecations: '6.0',
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    },
  },
  sourcemap: true,
  clean: true,
});
