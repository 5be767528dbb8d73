import type { ServerContext as RequestContext } from '@modelcontextprotocol/server';
import type { ToolCall } from '../tools/tool-call.ts';

/**
 * Tells the client how far a call is, if it gave a token for that. Only what is more than before is
 * told, as the protocol wants it (`facts/mcp.md §e.3 P6`).
 */
export function reportProgress({ mcpReq }: RequestContext): ToolCall['progress'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return async () => undefined;
  let last = Number.NEGATIVE_INFINITY;
  return async (progress, total, message) => {
    if (progress <= last || mcpReq.signal.aborted) return;
    last = progress;
    await mcpReq.notify({
      method: 'notifications/progress',
      params: {
        progressToken,
        progress,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      },
    });
  };
}
