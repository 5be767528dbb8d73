import type { OperationId } from '@billport/core';
import type { z } from 'zod';
import type { Answer } from '../answers/answer.ts';
import type { Change } from './change.ts';
import type { ToolCall } from './tool-call.ts';

/** Tools that are switched on together (`facts/mcp.md §f`). */
export const TOOLSETS = ['core', 'tail', 'invoicing', 'admin'] as const;

/** The name of such a group. */
export type Toolset = (typeof TOOLSETS)[number];

/** What a caller must be allowed to do, over HTTP with OAuth. */
export const SCOPES = ['billing:read', 'billing:write', 'billing:money'] as const;

/** One of them. */
export type Scope = (typeof SCOPES)[number];

/** What a tool does to the world. All four are said of every tool, by hand. */
export interface Safety {
  readonly readOnlyHint: boolean;
  /** It ends or takes away something that nobody can give back. */
  readonly destructiveHint: boolean;
  /** Called twice alike, it leaves what one call leaves. */
  readonly idempotentHint: boolean;
  /** Its effect leaves the billing system: a payment provider, e-mail, a public link. */
  readonly openWorldHint: boolean;
}

/** An operation that a tool cannot do without, or several of which any one will do. */
export type Need = OperationId | readonly OperationId[];

/** What every tool has. */
interface ToolBase<Arguments extends z.ZodObject> {
  /** snake_case, verb first. */
  readonly name: string;
  readonly title: string;
  /** What it does and when to use it; a few words, they cost tokens in every conversation. */
  readonly description: string;
  readonly toolset: Toolset;
  readonly scope: Scope;
  readonly safety: Safety;
  /** Each of these: where the provider lacks one, the tool does nothing at all, and is not there. */
  readonly needs: readonly Need[];
  /**
   * The arguments of its own: strict. Names of the contract stay as they are; what the server
   * itself takes (`dry_run`, `confirm_token`, `idempotency_key`, `response_format`) is added to it.
   */
  readonly arguments: Arguments;
}

/** A tool that looks and changes nothing. */
export interface ReadingTool<Arguments extends z.ZodObject = z.ZodObject>
  extends ToolBase<Arguments> {
  readonly kind: 'reading';
  readonly read: (args: z.output<Arguments>, call: ToolCall) => Promise<Answer>;
}

/** A tool that changes something: it plans first, and the plan is what people consent to. */
export interface ChangingTool<Arguments extends z.ZodObject = z.ZodObject>
  extends ToolBase<Arguments> {
  readonly kind: 'changing';
  /** Finds out what the call would do. It reads only. */
  readonly plan: (args: z.output<Arguments>, call: ToolCall) => Promise<Change>;
}

/** Any tool. */
export type Tool = ReadingTool | ChangingTool;

/** Declares a tool that looks. */
export function readingTool<Arguments extends z.ZodObject>(
  tool: Omit<ReadingTool<Arguments>, 'kind'>,
): Tool {
  return { ...tool, kind: 'reading' } as unknown as Tool;
}

/** Declares a tool that changes something. */
export function changingTool<Arguments extends z.ZodObject>(
  tool: Omit<ChangingTool<Arguments>, 'kind'>,
): Tool {
  return { ...tool, kind: 'changing' } as unknown as Tool;
}
