import { MESSAGE_HEADERS, type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';

/** The two ways to speak MCP: with what a client is in every request, or told once before. */
export const ERAS = ['2025-11-25', '2026-07-28'] as const;

/** One of them. */
export type Era = (typeof ERAS)[number];

/** A message as a client of that era sends it, and its headers. */
export function messageOf(
  era: Era,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): { body: string; headers: Record<string, string> } {
  const message = { jsonrpc: '2.0', id: 1, method };
  const headers = { ...MESSAGE_HEADERS, 'mcp-protocol-version': era };
  if (era === '2025-11-25') return { headers, body: JSON.stringify({ ...message, params }) };
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const { name } = params;
  return {
    headers: {
      ...headers,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
    body: JSON.stringify({ ...message, params: { ...params, _meta } }),
  };
}

/** Sends a message and reads the answer of HTTP. */
export function send(
  url: string,
  [era, method, params]: [Era, string, Readonly<Record<string, unknown>>?],
  options: RawRequest = {},
): Promise<RawAnswer> {
  const { body, headers } = messageOf(era, method, params);
  return rawRequest(url, { body, ...options, headers: { ...headers, ...options.headers } });
}

/** The JSON-RPC message in an answer, also where it came as an event. */
export function messageIn({ text }: RawAnswer): {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
} {
  const event = text.split('\n').findLast((line) => line.startsWith('data: {'));
  return JSON.parse(event?.slice('data: '.length) ?? text);
}
