import type { z } from 'zod';

/**
 * Lets values that are surely right pass a schema without its checks. Usage events come by the
 * million, and nearly all are plain; only the others need the schema to say what is wrong.
 *
 * `isPlain` must accept only values that the schema would accept and leave as they are
 * (`usage-event.test.ts` holds both against each other). The schema itself is changed, because a
 * copy of it, as `.describe()` makes one, would not have the path: call it last.
 */
export function fastPath<Schema extends z.ZodType>(
  schema: Schema,
  isPlain: (value: unknown) => boolean,
): Schema {
  const run = schema._zod.run.bind(schema._zod);
  schema._zod.run = (payload, context) =>
    isPlain(payload.value) ? payload : run(payload, context);
  return schema;
}
