import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
} from '@modelcontextprotocol/server';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether the client can show a form to a person. Since 2026-07-28 each request says so in its
 * envelope; before, the handshake did, and over HTTP without a session nobody did: then it cannot.
 * A bare `elicitation: {}` means forms, as it did before there were modes.
 * Source: `facts/mcp.md §d.4`.
 * @param envelope `ctx.mcpReq.envelope`
 * @param declared `server.server.getClientCapabilities()`
 */
export function canAskPeople(
  envelope: object | undefined,
  declared: ClientCapabilities | undefined,
): boolean {
  const capabilities: unknown =
    envelope === undefined
      ? declared
      : (envelope as Readonly<Record<string, unknown>>)[CLIENT_CAPABILITIES_META_KEY];
  const elicitation = isObject(capabilities) ? capabilities.elicitation : undefined;
  if (!isObject(elicitation)) return false;
  return isObject(elicitation.form) || elicitation.url === undefined;
}
