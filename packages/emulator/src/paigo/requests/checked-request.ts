import type { Context } from 'hono';
import type { z } from 'zod';
import { badRequest } from '../failure.ts';
import type { PaigoState } from '../state.ts';
import { refusalsOf, wordsOf } from './refusal-words.ts';

/** Takes out of `value` what `issues` say is not known, wherever it is. */
function withoutUnknown(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), copy);
    for (const key of issue.keys) Reflect.deleteProperty(Object(owner), key);
  }
  return copy;
}

/** The same fields as the shape knows them, or 400 with all that is wrong. */
function checked<Shape extends z.ZodType>(state: PaigoState, value: unknown, shape: Shape) {
  const read = (input: unknown) => shape.safeParse(input, { error: wordsOf });
  let result = read(value);
  if (!result.success && state.switches.unknownFields === 'dropped') {
    result = read(withoutUnknown(value, result.error.issues));
  }
  if (result.success) return result.data;
  throw badRequest(...result.error.issues.flatMap(refusalsOf));
}

async function jsonOf(context: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return {};
  const text = await context.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('Unexpected token in JSON');
  }
}

/**
 * The body of a request, checked. An absent body, or one that is not sent as JSON, is an empty one.
 * @param shape A `z.strictObject` of the documented fields, made of the rules in `field-rules.ts`;
 *   what it does not know is refused or dropped, by the switch `unknownFields`.
 * @throws PaigoFailure 400 with one text for each problem.
 */
export async function checkedBody<Shape extends z.ZodType>(
  state: PaigoState,
  context: Context,
  shape: Shape,
): Promise<z.output<Shape>> {
  return checked(state, await jsonOf(context), shape);
}

/**
 * The query of a request, checked like a body. All values are texts; the last of a name counts.
 * @throws PaigoFailure 400 with one text for each problem.
 */
export function checkedQuery<Shape extends z.ZodType>(
  state: PaigoState,
  context: Context,
  shape: Shape,
): z.output<Shape> {
  return checked(state, context.req.query(), shape);
}
