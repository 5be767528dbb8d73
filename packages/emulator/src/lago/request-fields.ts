import type { Context } from 'hono';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { LagoFailure, missingRoot } from './failure.ts';

/** The body as JSON; empty where there is none or it is not sent as JSON (`facts/lago.md §a`). */
export async function bodyOf(context: Context): Promise<Fields> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return {};
  const text = await context.req.text();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return isFields(body) ? body : {};
  } catch {
    throw new LagoFailure(400, { error: 'Bad Request' });
  }
}

/**
 * The fields under the root key of the body.
 * @throws LagoFailure 400 when the key is missing or empty, as Rails refuses it.
 */
export async function rootOf(context: Context, root: string): Promise<Fields> {
  const inner = (await bodyOf(context))[root];
  if (!isFields(inner) || Object.keys(inner).length === 0) throw missingRoot(root);
  return inner;
}

/** A text field, as a text column takes it: numbers become text, objects are dropped. */
export function textIn(fields: Fields, name: string): string | null | undefined {
  const value = fields[name];
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The texts of a list; undefined where there is no list. */
export function textsIn(fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : undefined;
}
