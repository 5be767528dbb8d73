import type {
  ClientCapabilities,
  ServerContext as RequestContext,
} from '@modelcontextprotocol/server';
import type { Principal } from '../tools/tool-call.ts';

/** A call of a tool as it came in. */
export interface ToolRequest {
  /** Under the names of the tool's own arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /** What the client said that it can do when it connected, before 2026-07-28. */
  readonly declared: ClientCapabilities | undefined;
  readonly context: RequestContext;
}
