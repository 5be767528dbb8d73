import type { Capabilities } from '@billport/core';
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
import { principalOf } from '../http/principal.ts';
import type { Principal } from '../tools/tool-call.ts';
import type { RequestHandler } from './capture-handlers.ts';
import { lazily } from './lazily.ts';
import type { Serving } from './serving.ts';
import type { ToolList } from './tool-list.ts';

/** What the tools of one server need. */
export interface ServedTools {
  readonly tools: ToolList;
  /** What the provider can do. */
  readonly capabilities: Capabilities;
  readonly serving: () => Promise<Serving>;
  readonly principal: Principal;
  /** Handlers of an extension, by method. */
  readonly further: ReadonlyMap<string, RequestHandler<never, unknown>>;
}

type CallResult = CallToolResult | InputRequiredResult;

/** No tool has such a name, nor had one: a mistake of the protocol's, with what may be meant. */
function unknownTool(nearest: readonly string[]): ProtocolError {
  const hint = nearest.length === 0 ? 'tools/list has all.' : `Did you mean ${nearest.join(', ')}?`;
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `There is no tool of this name. ${hint}`,
    { reason: 'unknown_tool', nearest },
  );
}

/** What runs tools: loaded for the first call, and kept, since to import again takes its time too. */
const runningTools = lazily(() =>
  Promise.all([
    import('./call-tool.ts'),
    import('../aliases/translate-arguments.ts'),
    import('../aliases/completions.ts'),
  ]),
);

/**
 * Lets a server list and call the tools. The list is the one of the lock file, byte by byte: it does
 * not pass through the SDK's own, which would list other names of tools too.
 */
export function registerTools(mcp: McpServer, served: ServedTools): void {
  const { tools, capabilities, serving, further } = served;
  mcp.server.registerCapabilities({ tools: { listChanged: false } });
  const furtherList = further.get('tools/list') as
    | RequestHandler<ListToolsRequest, ListToolsResult>
    | undefined;
  const furtherCall = further.get('tools/call') as
    | RequestHandler<CallToolRequest, CallResult>
    | undefined;

  mcp.server.setRequestHandler('tools/list', async (request, context) => {
    const more = (await furtherList?.(request, context))?.tools ?? [];
    return { tools: [...tools.published(served.principal), ...more] } as ListToolsResult;
  });

  mcp.server.setRequestHandler('tools/call', async (request, context) => {
    const { name } = request.params;
    const entry = tools.find(name);
    const absent = tools.absent(name);
    const meant = entry ?? absent?.entry;
    if (meant === undefined) {
      if (furtherCall !== undefined) return furtherCall(request, context);
      throw unknownTool(tools.nearest(name));
    }
    const [{ callTool, refuseAbsent }, { translateArguments }, { completionOf }] =
      await runningTools();
    const given = request.params.arguments ?? {};
    const complete = completionOf(name);
    const toolRequest = {
      args: translateArguments(name, given),
      ...(complete && { meaning: { complete, given } }),
      principal: callerOf(context, served.principal),
      declared: mcp.server.getClientCapabilities(),
      context,
    };
    if (absent === undefined) return callTool(await serving(), meant.tool.name, toolRequest);
    const names = tools.published(toolRequest.principal).map((each) => each.name);
    return refuseAbsent(await serving(), absent, { capabilities, tools: names }, toolRequest);
  });
}

/** Who makes this request; who the server was made for, where the request says nothing of its own. */
function callerOf({ http }: RequestContext, madeFor: Principal): Principal {
  return http?.authInfo === undefined ? madeFor : principalOf(http.authInfo);
}
