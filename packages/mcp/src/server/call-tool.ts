import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
} from '@modelcontextprotocol/server';
import { completed } from '../aliases/completion.ts';
import { toErrorResult } from '../answers/to-error-result.ts';
import { toResult } from '../answers/to-result.ts';
import { spoken } from '../answers/words.ts';
import { checkArguments } from '../arguments/check-arguments.ts';
import type { ChangingTool, Tool } from '../tools/tool.ts';
import type { ToolCall } from '../tools/tool-call.ts';
import { type AbsentTool, type AbsentToolPlace, refusalOfAbsent } from './absent-tool.ts';
import { type Attempt, newAttempt } from './attempt.ts';
import { auditEnd } from './audit-call.ts';
import type { CurrentCall } from './current-call.ts';
import { isForeseen } from './is-foreseen.ts';
import { letIn } from './let-in.ts';
import { makeChange } from './make-change.ts';
import { readingBilling } from './reading-billing.ts';
import { reportProgress } from './report-progress.ts';
import { requireShallow } from './require-shallow.ts';
import type { Serving } from './serving.ts';
import type { ToolRequest } from './tool-request.ts';

/** Progress in words that are fit for the client. */
function speakingProgress({ settings }: Serving, { context }: ToolRequest): ToolCall['progress'] {
  const report = reportProgress(context);
  return (done, total, message) =>
    report(done, total, message === undefined ? undefined : spoken(message, settings.pii));
}

async function prepare(
  serving: Serving,
  tool: Tool,
  request: ToolRequest,
  attempt: Attempt,
): Promise<CurrentCall> {
  const { name, scope } = tool;
  letIn(serving, { name, scope, principal: request.principal });
  requireShallow(request.args);
  const { args, controls } = checkArguments(tool, request.args);
  attempt.idempotencyKey = controls.idempotencyKey;
  const billing = await serving.provider.get();
  const { signal } = request.context.mcpReq;
  const toolCall: ToolCall = {
    billing: readingBilling(billing, signal),
    principal: request.principal,
    clock: serving.clock,
    signal,
    detailed: controls.detailed,
    progress: speakingProgress(serving, request),
  };
  return { serving, request, attempt, controls, args, billing, toolCall };
}

/** The tool as the name means it that the caller used. */
const meantBy = (tool: ChangingTool, { meaning }: ToolRequest): ChangingTool =>
  meaning === undefined ? tool : completed(tool, meaning.complete, meaning.given);

async function run(
  serving: Serving,
  tool: Tool,
  request: ToolRequest,
  attempt: Attempt,
): Promise<CallToolResult | InputRequiredResult> {
  const call = await prepare(serving, tool, request, attempt);
  const outcome =
    tool.kind === 'reading'
      ? await tool.read(call.args, call.toolCall)
      : await makeChange(meantBy(tool, request), call);
  if (isInputRequiredResult(outcome)) return outcome;
  return toResult(outcome, {
    detailed: call.controls.detailed,
    pii: serving.settings.pii,
    isChange: tool.kind === 'changing',
  });
}

/** Makes a result of what a call brings, or fails with, and writes to the audit log how it ended. */
async function ended<Result>(
  serving: Serving,
  name: string,
  request: ToolRequest,
  attempt: Attempt,
  make: () => Promise<Result>,
): Promise<Result | CallToolResult> {
  try {
    const result = await make();
    await auditEnd(serving, name, request, attempt, undefined);
    return result;
  } catch (error) {
    if (!isForeseen(error)) serving.log(name, error);
    await auditEnd(serving, name, request, attempt, error);
    return toErrorResult(error, { ...attempt, pii: serving.settings.pii });
  }
}

/**
 * Calls a tool: checks who calls and with what, opens the provider, and lets it read; or lets it
 * plan, previews or asks, and makes the calls of its plan. Any failure is a result with `isError`
 * that says what was changed (`facts/mcp.md §e.3 R3`). Every call is written to the audit log.
 */
export async function callTool(
  serving: Serving,
  name: string,
  request: ToolRequest,
): Promise<CallToolResult | InputRequiredResult> {
  const tool = serving.tools.get(name);
  const attempt = newAttempt(tool?.kind === 'changing');
  return ended(serving, name, request, attempt, async () => {
    if (tool === undefined) throw new Error(`${name} is in the lock file and nowhere else.`);
    return run(serving, tool, request, attempt);
  });
}

/**
 * Refuses a call of a tool that is not there, as a failure of the call: who called may do
 * something else. It is let in, counted and written down like any other.
 */
export async function refuseAbsent(
  serving: Serving,
  absent: AbsentTool,
  place: Omit<AbsentToolPlace, 'provider'>,
  request: ToolRequest,
): Promise<CallToolResult> {
  const { tool, scope, kind } = absent.entry;
  return ended(serving, tool.name, request, newAttempt(kind === 'changing'), async () => {
    letIn(serving, { name: tool.name, scope, principal: request.principal });
    throw refusalOfAbsent(absent, { ...place, provider: serving.choice.id });
  });
}
