import type { HttpSettings } from './http-settings.ts';
import { rpcError } from './rpc-error.ts';

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/** Whether objects and lists lie deeper inside each other than `most`. */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((item) => typeof item === 'object' && item !== null);
    if (containers.length > 0 && depth === most) return true;
    level = containers.flatMap((container) => Object.values(container as object));
  }
  return false;
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
  if (isDeeperThan(body, Array.isArray(body) ? maxDepth + 1 : maxDepth)) {
    return rpcError(
      400,
      INVALID_REQUEST,
      `Objects and lists may lie ${maxDepth} deep inside each other at most.`,
    );
  }
  return { body };
}
