import { type Billing, BillingError } from '@billport/core';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Change, PlannedCall } from '../tools/change.ts';
import type { ChangingTool } from '../tools/tool.ts';
import { auditStart } from './audit-call.ts';
import type { CurrentCall } from './current-call.ts';
import type { ChangeName } from './made-changes.ts';
import { isRepeatable, makeCalls } from './make-calls.ts';
import { providerKey } from './provider-key.ts';

/** Tells the key of a change, and what it is good for at this provider. */
function withKey(answer: Answer, change: Change, key: string, billing: Billing): Answer {
  const facts = { ...answer.facts, idempotencyKey: key };
  if (isRepeatable(change.calls, billing)) return { ...answer, facts };
  const warning = {
    code: 'idempotency',
    message: `${billing.id} keeps no idempotency keys for this: the key holds in this server process only.`,
  };
  return { ...answer, facts, warnings: [...(answer.warnings ?? []), warning] };
}

/** How a change is made once it may be. */
export interface Execution {
  readonly change: Change;
  /** The caller's key; the provider's is made of it. */
  readonly key: string;
  /** Whether it is held to the limits: a repeat of what was counted is not. */
  readonly isCounted: boolean;
}

async function carryOut(
  tool: ChangingTool,
  call: CurrentCall,
  { change, key, isCounted }: Execution,
): Promise<Answer> {
  const { serving, request, billing, attempt, toolCall } = call;
  const counted = isCounted ? serving.limits.take(request.principal.id, change) : undefined;
  try {
    await auditStart(serving, tool.name, request, attempt);
    const { signal } = toolCall;
    if (signal.aborted) {
      throw new BillingError('aborted', {
        message: 'The caller gave up before anything was sent.',
      });
    }
    const sentKey = providerKey(request.principal, key);
    const results = await makeCalls(change.calls, { billing, attempt, key: sentKey, signal });
    return withKey(await change.show(results), change, key, billing);
  } catch (error) {
    if (changedBy(error, attempt) === 'no') counted?.release();
    throw error;
  }
}

/**
 * Makes a change under its name: counts it against the limits, writes down that it starts, makes its
 * calls, and shows what they brought.
 * @throws Refusal `limit_exceeded` or `audit_unavailable` before anything is done
 */
export async function carryOutNamed(
  tool: ChangingTool,
  call: CurrentCall,
  name: ChangeName,
  execution: Execution,
): Promise<Answer> {
  const { attempt, billing, serving } = call;
  const { change, key } = execution;
  attempt.idempotencyKey = key;
  return serving.made.make(
    { ...name, change, isRepeatable: isRepeatable(change.calls, billing), attempt },
    () => carryOut(tool, call, execution),
  );
}

/**
 * The calls as they were sent the first time, for sending them again. What is shown, and what is made
 * of results, comes from the new plan.
 * @throws Refusal `invalid_arguments` where other calls would be needed now
 */
export function sentAgain(first: Change, now: Change): Change {
  const isSame =
    first.calls.length === now.calls.length &&
    first.calls.every(({ operation }, index) => operation === now.calls[index]?.operation);
  if (!isSame) {
    throw new Refusal('invalid_arguments', {
      field: 'idempotency_key',
      message:
        'idempotency_key: The first call with it has had a part of its effect, and the rest would be another change now.',
      next: 'Read what it touches, and ask for what is missing with a new idempotency_key.',
    });
  }
  const calls = first.calls.map((call, index) =>
    typeof call.input === 'function' ? (now.calls[index] as PlannedCall) : call,
  );
  return { ...now, calls };
}
