import { digestOf } from '../consent/canonical-json.ts';
import type { Principal } from '../tools/tool-call.ts';

/**
 * The idempotency key that the provider gets for a caller's own. All callers of a server share one
 * account, so a key of one must not name a change of another: it would bring the other's answer and
 * do nothing (`facts/mcp.md §e.3 S5`). Without authorization there is one caller, whose keys are
 * passed on as they are. The same caller and key make the same one in every process.
 */
export function providerKey({ id, scopes }: Principal, key: string): string {
  return scopes === undefined ? key : digestOf({ owner: id, key });
}
