import { defineConfig } from 'vitest/config';

// Tests run from the sources: the `source` condition of each package's exports needs no build.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
      '.ci/**/*.test.ts',
    ],
    // Needs the built packages and a registry: `pnpm test:packaging`.
    exclude: ['test/packaging/**', '**/node_modules/**'],
    // Two cores are what the gate has; the default would leave one of them to the others.
    maxWorkers: 2,
    sequence: { shuffle: true },
    // A dependency of the clients names its sources, which Node does not run out of node_modules.
    server: { deps: { inline: [/@modelcontextprotocol\/(client|sdk)/, 'eventsource'] } },
    // Generous: a machine that does other things as well is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
