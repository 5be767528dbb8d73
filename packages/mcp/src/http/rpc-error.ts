/** An answer of HTTP that carries an error of JSON-RPC, belonging to no message. */
export function rpcError(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });
}

/** The code for what only this server means by it (JSON-RPC 2.0 §5.1). */
export const SERVER_ERROR = -32_000;
