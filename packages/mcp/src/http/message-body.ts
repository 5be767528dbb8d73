import type { HttpSettings } from './http-settings.ts';
import { rpcError } from './rpc-error.ts';

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/** Most values of one body, those of lists and objects inside of it counted. */
const MOST_VALUES = 20_000;

/**
 * What a body has too much of: `depth` where objects and lists lie deeper inside each other than
 * `maxDepth`, `values` where there are more than `maxValues` of them, at any depth.
 */
export function excessOf(
  value: unknown,
  { maxDepth, maxValues }: { readonly maxDepth: number; readonly maxValues: number },
): 'depth' | 'values' | undefined {
  let level: unknown[] = [value];
  let count = 1;
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((item) => typeof item === 'object' && item !== null);
    if (containers.length > 0 && depth === maxDepth) return 'depth';
    level = containers.flatMap((container) => Object.values(container as object));
    count += level.length;
    if (count > maxValues) return 'values';
  }
  return undefined;
}

/** The text of a body; undefined where the bytes are no text, or end before their time. */
async function textOf(request: Request): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer());
  } catch {
    return undefined;
  }
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * Reads a body of JSON-RPC within the limits (`facts/mcp.md §e.3 S3`).
 * @returns What it says, or the answer 400 that says what is wrong with it.
 */
export async function readMessages(
  request: Request,
  { maxDepth, maxBatch }: Pick<HttpSettings, 'maxDepth' | 'maxBatch'>,
): Promise<{ readonly body: unknown } | Response> {
  const text = await textOf(request);
  const parsed = text === undefined ? undefined : parse(text);
  if (parsed === undefined) return rpcError(400, PARSE_ERROR, 'The body is not JSON in UTF-8.');
  const body = parsed.value;
  if (Array.isArray(body) && body.length > maxBatch) {
    return rpcError(400, INVALID_REQUEST, `A batch may have ${maxBatch} messages at most.`);
  }
  // A batch is a level of its own, which no message should pay for.
  const depth = Array.isArray(body) ? maxDepth + 1 : maxDepth;
  const excess = excessOf(body, { maxDepth: depth, maxValues: MOST_VALUES });
  if (excess === 'depth') {
    return rpcError(
      400,
      INVALID_REQUEST,
      `Objects and lists may lie ${maxDepth} deep inside each other at most.`,
    );
  }
  if (excess === 'values') {
    return rpcError(400, INVALID_REQUEST, `A body may have ${MOST_VALUES} values at most.`);
  }
  return { body };
}
