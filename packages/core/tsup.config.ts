import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'es2024',
  platform: 'neutral',
  dts: {
    compilerOptions: {
      ignoreDeprecations: '6.0',
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    },
  },
  sourcemap: true,
  clean: true,
});
