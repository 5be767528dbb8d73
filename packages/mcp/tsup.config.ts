import { rmSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import base from '../../tsup.config.ts';
import { licenseNotices } from './license-notices.ts';

// Both builds write here at the same time: neither may clean up after the other.
rmSync('dist', { recursive: true, force: true });

const shared = { ...(base as Options), clean: false, sourcemap: false, splitting: true } as const;

/**
 * Leaves out the translations of zod's messages, of which nobody asks for any but the English ones:
 * they would be read at every start.
 */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: (build) =>
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

export default defineConfig([
  // For apps that mount the server themselves: `dependencies` stay outside.
  {
    ...shared,
    entry: ['src/index.ts'],
    dts: {
      compilerOptions: {
        ...(shared.dts as { compilerOptions: object }).compilerOptions,
        // Only types are used of it: they are written here, so that nobody has to install it.
        paths: { billport: ['../billport/src/index.ts'] },
      },
    },
    esbuildOptions: (options) => {
      options.conditions = ['source'];
      options.chunkNames = 'parts/[name]-[hash]';
    },
  },
  // The command: one file to start from, and parts that are loaded when they are needed.
  {
    ...shared,
    entry: ['src/cli.ts'],
    dts: false,
    noExternal: [/.*/],
    esbuildPlugins: [englishOnly, licenseNotices('dist/third-party-licenses.txt')],
    esbuildOptions: (options) => {
      options.conditions = ['source'];
      options.chunkNames = 'cli/[name]-[hash]';
      options.legalComments = 'none';
      // Half as much to read at the start; names stay, for traces.
      options.minifyWhitespace = true;
      options.minifySyntax = true;
    },
  },
]);
