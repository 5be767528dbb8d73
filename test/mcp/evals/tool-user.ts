import type { Instant } from '@billport/core';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import type { MadeCall } from './eval-task.ts';

/** What a tool answered, as an agent gets it. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  /** The structured content. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The hand of an agent on the tools. */
export interface ToolUser {
  readonly now: Instant;
  /** Calls a tool once. A refused call is an answer with `isError`. */
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  /** Calls a changing tool; where it previews, repeats the call with the token of the preview. */
  change(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  /** Rows of all pages of a list. */
  list(tool: string, args?: Readonly<Record<string, unknown>>): Promise<readonly Row[]>;
}

/** A row of a list. */
export type Row = Readonly<Record<string, unknown>>;

async function callOnce(client: Client, name: string, args: Row): Promise<ToolAnswer> {
  try {
    const result = await client.callTool({ name, arguments: { ...args } });
    const [content] = result.content as readonly { readonly text?: string }[];
    return {
      isError: result.isError === true,
      text: content?.text ?? '',
      facts: (result.structuredContent ?? {}) as Row,
    };
  } catch (error) {
    // A tool that is not there: the client of a model hands on the words alike.
    if (!(error instanceof McpError)) throw error;
    return { isError: true, text: error.message, facts: {} };
  }
}

/** The tools of a connected server. Each call is added to `calls`. */
export function toolUser(client: Client, now: Instant, calls: MadeCall[]): ToolUser {
  async function call(tool: string, args: Row = {}): Promise<ToolAnswer> {
    const answer = await callOnce(client, tool, args);
    calls.push({ tool, args, answer });
    return answer;
  }

  async function change(tool: string, args: Row): Promise<ToolAnswer> {
    const first = await call(tool, args);
    const { confirm_token } = first.facts;
    return typeof confirm_token === 'string' ? call(tool, { ...args, confirm_token }) : first;
  }

  async function list(tool: string, args: Row = {}): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let cursor: unknown;
    do {
      const { facts, isError, text } = await call(tool, {
        ...args,
        ...(cursor !== undefined && { cursor }),
      });
      if (isError) throw new Error(text);
      rows.push(...(facts.items as Row[]));
      cursor = facts.nextCursor;
    } while (typeof cursor === 'string');
    return rows;
  }

  return { now, call, change, list };
}
