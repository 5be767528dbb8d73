import type { Tool as PublishedTool } from '@modelcontextprotocol/server';
import type { Need, Safety, Scope, Tool, Toolset } from '../tools/tool.ts';

/** What clients get to see of a tool, word for word. */
export type PublishedToolOf = Pick<PublishedTool, 'name' | 'inputSchema'> & {
  readonly title: string;
  readonly description: string;
  readonly annotations: Safety;
};

/** A tool as the lock file has it: what is listed, and what decides whether it is. */
export interface SurfaceEntry {
  readonly toolset: Toolset;
  readonly scope: Scope;
  /** Each of these, or the tool does nothing at all. */
  readonly needs: readonly Need[];
  readonly kind: Tool['kind'];
  readonly tool: PublishedToolOf;
}

/** All tools: what is published of them, and how to get what runs them. */
export interface Surface {
  /** In the order in which they are listed. */
  readonly entries: readonly SurfaceEntry[];
  /** Loads the tools themselves; not called before the first call of one. */
  readonly load: () => Promise<readonly Tool[]>;
}
