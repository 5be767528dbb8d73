import { type Billing, BillingError } from '@billport/core';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { toErrorResult } from '../answers/to-error-result.ts';
import type { PiiPolicy } from '../configuration/settings.ts';
import { newAttempt } from './attempt.ts';
import { auditEnd } from './audit-call.ts';
import { isForeseen } from './is-foreseen.ts';
import { letIn } from './let-in.ts';
import { readingBilling } from './reading-billing.ts';
import type { Serving } from './serving.ts';
import type { ToolRequest } from './tool-request.ts';

/** A request that looks and is no call of a tool. */
export interface Look extends Omit<ToolRequest, 'declared'> {
  /** As the audit log and the count of calls have it: `resources_read`. */
  readonly name: string;
}

/** Opens the provider for reading: its reads carry the caller's signal, writes are refused. */
export type OpenBilling = () => Promise<Billing>;

/**
 * A failure as the protocol tells it where there is no result to tell it in. The message is ours:
 * what a provider said of it is in the data only.
 */
function toProtocolError(error: unknown, pii: PiiPolicy): ProtocolError {
  if (error instanceof ProtocolError) return error;
  const { structuredContent } = toErrorResult(error, { isChanging: false, hasStarted: false, pii });
  const { error: told } = structuredContent as {
    error: { code: string; message: string; next: string };
  };
  const what = BillingError.is(error) ? `Failed: ${told.code}.` : told.message;
  return new ProtocolError(ProtocolErrorCode.InternalError, `${what} ${told.next}`, told);
}

/**
 * Answers a resource, a prompt or a completion under the rules of tools: not while the server is
 * stopped, not too often, not without the scope `billing:read`, and never without a line in the
 * audit log (`facts/mcp.md §e.3 S4, S7, S8`).
 * @throws ProtocolError for any failure, with its code and next step as the data; what `find` throws
 *   as such passes through.
 */
export async function look<Found>(
  serving: Serving,
  { name, ...request }: Look,
  find: (open: OpenBilling) => Promise<Found>,
): Promise<Found> {
  const { principal, context } = request;
  const attempt = newAttempt(false);
  const asked: ToolRequest = { ...request, declared: undefined };
  try {
    letIn(serving, { name, scope: 'billing:read', principal });
    const found = await find(async () =>
      readingBilling(await serving.provider.get(), context.mcpReq.signal),
    );
    await auditEnd(serving, name, asked, attempt, undefined);
    return found;
  } catch (error) {
    if (!isForeseen(error)) serving.log(name, error);
    await auditEnd(serving, name, asked, attempt, error);
    throw toProtocolError(error, serving.settings.pii);
  }
}
