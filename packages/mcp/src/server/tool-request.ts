import type {
  ClientCapabilities,
  ServerContext as RequestContext,
} from '@modelcontextprotocol/server';
import type { Completion } from '../aliases/completion.ts';
import type { Principal } from '../tools/tool-call.ts';

/** A call of a tool as it came in. */
export interface ToolRequest {
  /** Under the names of the tool's own arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What another name of the tool means beyond them, and the arguments that came with that name. */
  readonly meaning?: { readonly complete: Completion; readonly given: ToolRequest['args'] };
  readonly principal: Principal;
  /** What the client said that it can do when it connected, before 2026-07-28. */
  readonly declared: ClientCapabilities | undefined;
  readonly context: RequestContext;
}
