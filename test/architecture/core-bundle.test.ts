import { createContext, Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { expect, it } from 'vitest';

/** Bundles core as an app for the browser would; fails on anything that only Node has. */
async function bundleCore(options: BuildOptions): Promise<string> {
  const { outputFiles, warnings } = await build({
    entryPoints: ['packages/core/src/index.ts'],
    bundle: true,
    platform: 'browser',
    target: 'es2024',
    conditions: ['source'],
    write: false,
    logLevel: 'silent',
    ...options,
  });
  expect(warnings).toEqual([]);
  return outputFiles?.[0]?.text ?? '';
}

/** What every JavaScript runtime has beside the language itself, as far as core needs it. */
const webGlobals = { AbortController, AbortSignal, DOMException, structuredClone, URL };

it('runs where there is nothing but the language and the web', async () => {
  const code = await bundleCore({ format: 'iife', globalName: 'billport' });
  const context = createContext({ ...webGlobals });
  new Script(code).runInContext(context);
  const answer = new Script(`
    const { Decimal, defineProvider, native, manualClock, currentInstant } = billport;
    const clock = manualClock('2026-01-01T00:00:00Z');
    const billing = defineProvider({
      id: 'sandbox',
      limits: {
        aggregations: [], chargeModels: [], intervals: [], currencies: 'all',
        usage: { batchSize: 1, atomic: true, deduplication: 'id', repeats: 'compared' },
        idempotencyKeys: false, eventuallyConsistent: false,
      },
      handlers: {
        customers: {
          get: native(({ customerKey }) => ({ customerKey, createdAt: currentInstant(clock) })),
        },
      },
    });
    Promise.all([
      billing.customers.get({ customerKey: 'acme' }, { signal: new AbortController().signal }),
      billing.plans.list().catch((error) => error.code),
      Decimal.parse('0.1').plus(Decimal.parse('0.2')).toString(),
    ]).then(JSON.stringify);
  `);
  expect(JSON.parse(await answer.runInContext(context))).toEqual([
    { customerKey: 'acme', createdAt: '2026-01-01T00:00:00.000Z' },
    'unsupported',
    '0.3',
  ]);
});

it('weighs less than 20 kB, minified and gzipped, without zod', async () => {
  const code = await bundleCore({ format: 'esm', minify: true, external: ['zod'] });
  // Level 9, as size-limit and most servers of static files have it.
  const kilobytes = gzipSync(code, { level: 9 }).length / 1000;
  expect(kilobytes).toBeGreaterThan(5);
  expect(kilobytes).toBeLessThan(20);
});
