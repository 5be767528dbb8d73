import { lazy } from './lazy.ts';
import { port, read } from './operation.ts';
import { z } from './zod.ts';

export const health = port('health', {
  check: read({
    summary: 'Whether the provider answers, and which version it runs.',
    input: lazy(() => z.strictObject({})),
    output: lazy(() =>
      z.strictObject({
        ok: z.boolean().describe('Whether it can be used now.'),
        version: z.string().optional().describe('Version of the provider, where it tells.'),
      }),
    ),
  }),
});
