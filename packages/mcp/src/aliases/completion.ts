import type { ChangingTool } from '../tools/tool.ts';
import type { ToolCall } from '../tools/tool-call.ts';
import type { Arguments } from './translation.ts';

/**
 * What a name of another server's tool means beyond its arguments: that a thing is new, or that what
 * is not mentioned stays. It reads, and brings the arguments that say the same to ours.
 * @param args those of our tool, checked
 * @param given those that the caller gave
 * @throws Refusal where ours cannot do it, by the name that the caller used
 */
export type Completion = (args: Arguments, call: ToolCall, given: Arguments) => Promise<Arguments>;

/** One completion after the other. */
export function allOf(...completions: readonly Completion[]): Completion {
  return async (args, call, given) => {
    let completed = args;
    for (const complete of completions) completed = await complete(completed, call, given);
    return completed;
  };
}

/**
 * The tool as such a name means it. It is completed whenever it plans, and not before: what was done
 * under a key is brought again, also when it would be refused by now.
 */
export function completed(
  tool: ChangingTool,
  complete: Completion,
  given: Arguments,
): ChangingTool {
  return {
    ...tool,
    plan: async (args, call) => tool.plan(await complete(args, call, given), call),
  };
}
