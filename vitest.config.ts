import { defineConfig } from 'vitest/config';

// Tests run from the sources: the `source` condition of each package's exports needs no build.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    sequence: { shuffle: true },
    testTimeout: 30_000,
  },
});
