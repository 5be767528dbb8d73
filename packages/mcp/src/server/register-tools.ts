import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  type ListToolsRequest,
  type ListToolsResult,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext as RequestContext,
} from '@modelcontextprotocol/server';
import { argumentsOf } from '../aliases/aliases.ts';
import type { Refusal } from '../answers/refusal.ts';
import { principalOf } from '../http/principal.ts';
import type { Principal } from '../tools/tool-call.ts';
import { captureHandlers, type RequestHandler } from './capture-handlers.ts';
import type { Serving } from './serving.ts';
import type { ToolList } from './tool-list.ts';

/** What the tools of one server need. */
export interface ServedTools {
  readonly tools: ToolList;
  readonly serving: () => Promise<Serving>;
  readonly principal: Principal;
  /** Registers what an extension brings. */
  readonly extend: () => void;
}

type CallResult = CallToolResult | InputRequiredResult;

/** No tool has such a name, nor had one: a mistake of the protocol's, with what may be meant. */
function unknownTool(name: string, nearest: readonly string[]): ProtocolError {
  const hint = nearest.length === 0 ? 'tools/list has all.' : `Did you mean ${nearest.join(', ')}?`;
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `There is no tool of this name. ${hint}`,
    { reason: 'unknown_tool', name: name.slice(0, 128), nearest },
  );
}

/** Only what an extension brought; its handlers are the SDK's own. */
function extended(captured: ReadonlyMap<string, RequestHandler<never, unknown>>): {
  list: RequestHandler<ListToolsRequest, ListToolsResult> | undefined;
  call: RequestHandler<CallToolRequest, CallResult> | undefined;
} {
  return {
    list: captured.get('tools/list') as never,
    call: captured.get('tools/call') as never,
  };
}

/**
 * Lets a server list and call the tools. The list is the one of the lock file, byte by byte: it does
 * not pass through the SDK's own, which would list other names of tools too.
 */
export function registerTools(mcp: McpServer, served: ServedTools): void {
  const { tools, serving, extend } = served;
  mcp.server.registerCapabilities({ tools: { listChanged: false } });
  const further = extended(captureHandlers(mcp, extend));

  mcp.server.setRequestHandler('tools/list', async (request, context) => {
    const more = (await further.list?.(request, context))?.tools ?? [];
    return { tools: [...tools.published(served.principal), ...more] } as ListToolsResult;
  });

  mcp.server.setRequestHandler('tools/call', async (request, context) => {
    const { name } = request.params;
    const entry = tools.find(name);
    const absence = tools.absence(name);
    if (entry === undefined && absence === undefined) {
      if (further.call !== undefined) return further.call(request, context);
      throw unknownTool(name, tools.nearest(name));
    }
    if (entry === undefined) return absenceResult(absence as Refusal, await serving());
    const { callTool } = await import('./call-tool.ts');
    return callTool(await serving(), entry.tool.name, {
      args: argumentsOf(name, request.params.arguments ?? {}),
      principal: callerOf(context, served.principal),
      declared: mcp.server.getClientCapabilities(),
      context,
    });
  });
}

/** A tool that is switched off is told as a failure of the call: who called may do something else. */
async function absenceResult(
  absence: Refusal,
  { settings }: Pick<Serving, 'settings'>,
): Promise<CallToolResult> {
  const { toErrorResult } = await import('../answers/to-error-result.ts');
  return toErrorResult(absence, { isChanging: false, hasStarted: false, pii: settings.pii });
}

/** Who makes this request; who the server was made for, where the request says nothing of its own. */
function callerOf({ http }: RequestContext, madeFor: Principal): Principal {
  return http?.authInfo === undefined ? madeFor : principalOf(http.authInfo);
}
