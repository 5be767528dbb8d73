import type { Billing } from '@billport/core';
import type { Settings } from '@billport/mcp';
import type { ToolAnswer, ToolUser } from './tool-user.ts';

/** What happened during a task, and what the provider holds since. */
export interface Outcome {
  readonly billing: Billing;
  /** Keys of records that were made, changed or deleted, such as `wallets:acme:<id>`. */
  readonly changed: readonly string[];
  /** The last words of the agent. */
  readonly answer: string;
  /** The calls in order, with what came back. */
  readonly calls: readonly MadeCall[];
}

/** A call of a tool with its answer. */
export interface MadeCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly answer: ToolAnswer;
}

/** The moves of an agent that was written beforehand; what it says at the end. */
export type Script = (user: ToolUser, billing: Billing) => Promise<string>;

/** What somebody asks for, how a careful agent does it, and what must be so afterwards. */
export interface EvalTask {
  /** Unique among all tasks. */
  readonly name: string;
  /** The words that a person types. */
  readonly prompt: string;
  readonly script: Script;
  /** How the keys of records begin that may change; none when absent. */
  readonly mayChange?: readonly string[];
  /** Whether the task needs a tool at all; true when absent. */
  readonly mayCall?: boolean;
  /** What is wrong with the outcome beside changes of other records: one sentence for each thing. */
  readonly check?: (outcome: Outcome) => readonly string[] | Promise<readonly string[]>;
  /** What a careless agent does. Tasks in which nothing may happen need one: else they could not fail. */
  readonly careless?: Script;
  /** Further records that the account holds for this task. */
  readonly prepare?: (billing: Billing) => Promise<void>;
  /** Other settings of the server. */
  readonly settings?: Partial<Settings>;
  /** A person whom the server can ask, and what they say; without it, tokens confirm. */
  readonly person?: 'accepts' | 'declines';
}

/** Tasks of one kind. */
export interface TaskGroup {
  readonly name: string;
  readonly tasks: readonly EvalTask[];
}
