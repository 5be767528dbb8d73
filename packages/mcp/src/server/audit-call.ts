import { BillingError } from '@billport/core';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import type { AuditRecord } from '../audit/audit-entry.ts';
import { argumentsDigest } from '../consent/change-digest.ts';
import type { Attempt } from './attempt.ts';
import { isTooDeep } from './require-shallow.ts';
import type { Serving } from './serving.ts';
import type { ToolRequest } from './tool-request.ts';

/** Stands for arguments that were refused for their depth. */
const TOO_DEEP = { arguments: 'too deep' };

type Ending = Pick<AuditRecord, 'result' | 'code' | 'providerRequestId'>;

/** How a call ended that nobody waits for any more: what it did is told, and never as a success. */
function abandoned({ hasStarted }: Attempt): Ending {
  return { result: hasStarted ? 'unknown' : 'failed', code: 'aborted' };
}

/** How a call ended with an error. */
function failed(error: unknown, attempt: Attempt): Ending {
  const isUnclear = changedBy(error, attempt) !== 'no';
  if (error instanceof Refusal) return { result: 'refused', code: error.code };
  const result = isUnclear ? 'unknown' : 'failed';
  if (!BillingError.is(error)) return { result, code: 'internal' };
  return { result, code: error.code, providerRequestId: error.requestId };
}

function recordOf(
  tool: string,
  request: ToolRequest,
  attempt: Attempt,
  ending: Ending,
): AuditRecord {
  const { targets, decision, confirmation } = attempt;
  return {
    principal: request.principal.id,
    tool,
    arguments: argumentsDigest(isTooDeep(request.args) ? TOO_DEEP : request.args),
    targets,
    decision,
    confirmation,
    ...ending,
  };
}

/**
 * Writes down that a change is about to be made. Where that fails the change is not made
 * (`facts/mcp.md §e.3 S8`).
 * @throws Refusal `audit_unavailable`
 */
export async function auditStart(
  serving: Serving,
  tool: string,
  request: ToolRequest,
  attempt: Attempt,
): Promise<void> {
  const head = await serving
    .audit()
    ?.append(recordOf(tool, request, attempt, { result: 'started' }));
  attempt.startedEntry = head?.seq;
}

/**
 * Writes down how a call ended. What was done stays done when that fails, so the failure is told to
 * the server's log and not to the caller.
 * @param error what it failed with; undefined where it did not
 */
export async function auditEnd(
  serving: Serving,
  tool: string,
  request: ToolRequest,
  attempt: Attempt,
  error: unknown,
): Promise<void> {
  try {
    const log = serving.audit();
    if (log === undefined) return;
    const ending = request.context.mcpReq.signal.aborted
      ? abandoned(attempt)
      : error === undefined
        ? ({ result: 'ok' } as const)
        : failed(error, attempt);
    const record = recordOf(tool, request, attempt, ending);
    await log.append({ ...record, follows: attempt.startedEntry });
  } catch (problem) {
    serving.log(tool, problem);
  }
}
