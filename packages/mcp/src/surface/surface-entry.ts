import type { OperationId } from '@billport/core';
import type { Tool as PublishedTool } from '@modelcontextprotocol/server';
import type { Safety, Scope, Tool, Toolset } from '../tools/tool.ts';

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
  /** Operations without any of which the tool is of no use. */
  readonly needs: readonly OperationId[];
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
