import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';

/** What a tool of the scenarios is called with. */
export interface ScenarioCall {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: ServerContext;
  /** What the client said that it can do when it connected; nothing where there is no session. */
  readonly declared: ClientCapabilities | undefined;
}

/** A tool that the scenarios of the conformance suite call by its name. */
export interface ScenarioTool {
  readonly description: string;
  /** JSON Schema of the arguments; none when absent. */
  readonly inputSchema?: { readonly type: 'object'; readonly [keyword: string]: unknown };
  readonly call: (
    call: ScenarioCall,
  ) => CallToolResult | InputRequiredResult | Promise<CallToolResult | InputRequiredResult>;
}

/** Such tools by name. */
export type ScenarioTools = Readonly<Record<string, ScenarioTool>>;

/** What the client of a request of 2026-07-28 says that it can do. */
export function capabilitiesOf({ context }: ScenarioCall): Partial<ClientCapabilities> {
  const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
  return envelope[CLIENT_CAPABILITIES_META_KEY] ?? {};
}
