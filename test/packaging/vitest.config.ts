import { defineConfig } from 'vitest/config';

// Apart from the other tests: these need the tarballs (`pnpm build && pnpm tarballs`) and a registry.
export default defineConfig({
  test: {
    include: ['test/packaging/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
