import { lazy } from './lazy.ts';
import { z } from './zod.ts';

/** Something on a result that is not as asked: nothing is dropped in silence. */
export const Warning = lazy(() =>
  z.strictObject({
    code: z
      .enum(['emulated', 'partial', 'not_applied', 'pending'])
      .describe(
        'emulated: done in another way; partial: a part is missing; not_applied: the provider ignored a field; pending: done later.',
      ),
    message: z.string().describe('What differs, in one sentence.'),
    field: z.string().optional().describe('The field concerned, where there is one.'),
  }),
);
export type Warning = z.infer<typeof Warning>;
