import type { Scope } from '../tools/tool.ts';

/** The scope that a tool, or another name of one, needs; undefined where there is no such tool. */
export type ScopeOfTool = (name: string) => Scope | undefined;

/** What a JSON-RPC message says that it wants, as far as it can be made out. */
export interface MessageSubject {
  readonly method: string | undefined;
  /** The tool, of a `tools/call`. */
  readonly tool: string | undefined;
}

/** Methods that look into the billing system without being a tool. */
const READING_METHODS: ReadonlySet<string> = new Set([
  'resources/read',
  'prompts/get',
  'completion/complete',
]);

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** What each message of a body wants. A body is one message or a list of them. */
export function subjectsOf(body: unknown): readonly MessageSubject[] {
  return (Array.isArray(body) ? body : [body]).map((message: unknown) => {
    const method = asText(field(message, 'method'));
    const name = asText(field(field(message, 'params'), 'name'));
    return { method, tool: method === 'tools/call' ? name : undefined };
  });
}

function scopeOf({ method, tool }: MessageSubject, scopeOfTool: ScopeOfTool): Scope | undefined {
  if (tool !== undefined) return scopeOfTool(tool);
  return method !== undefined && READING_METHODS.has(method) ? 'billing:read' : undefined;
}

/** The scopes that these messages need and the caller lacks (`facts/mcp.md §e.3 S4`). */
export function missingScopes(
  subjects: readonly MessageSubject[],
  granted: readonly string[],
  scopeOfTool: ScopeOfTool,
): Scope[] {
  const needed = subjects
    .map((subject) => scopeOf(subject, scopeOfTool))
    .filter((scope) => scope !== undefined);
  return [...new Set(needed)].filter((scope) => !granted.includes(scope));
}
