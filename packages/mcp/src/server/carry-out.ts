import { type Billing, BillingError } from '@billport/core';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Agreement } from '../consent/agreement.ts';
import { digestOf } from '../consent/canonical-json.ts';
import { describeCall } from '../consent/change-digest.ts';
import type { Change } from '../tools/change.ts';
import type { ChangingTool } from '../tools/tool.ts';
import type { Attempt } from './attempt.ts';
import { auditStart } from './audit-call.ts';
import type { CurrentCall } from './current-call.ts';
import type { ChangeName } from './made-changes.ts';
import { isRepeatable, makeCalls } from './make-calls.ts';
import { inCallersWords, providerKey } from './provider-key.ts';

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
  readonly agreed: Agreement;
  /** Whether it is held to the limits: a repeat of what was counted, and is still agreed to, is not. */
  readonly isCounted: boolean;
}

/** Shows what the calls brought. One whose answer does not tell its outcome was not completed. */
async function shown(
  change: Change,
  results: readonly unknown[],
  attempt: Attempt,
): Promise<Answer> {
  try {
    return await change.show(results);
  } catch (error) {
    if (BillingError.is(error, 'outcome_unknown')) attempt.completedCalls -= 1;
    throw error;
  }
}

async function carryOut(
  tool: ChangingTool,
  call: CurrentCall,
  { change, key, isCounted }: Execution,
): Promise<Answer> {
  const { serving, request, billing, attempt, toolCall } = call;
  const sentKey = providerKey(request.principal, tool.name, key);
  const counted = isCounted ? serving.limits.take(request.principal.id, change) : undefined;
  try {
    await auditStart(serving, tool.name, request, attempt);
    const { signal } = toolCall;
    if (signal.aborted) {
      throw new BillingError('aborted', {
        message: 'The caller gave up before anything was sent.',
      });
    }
    const results = await makeCalls(change.calls, { billing, attempt, key: sentKey, signal });
    return withKey(await shown(change, results, attempt), change, key, billing);
  } catch (error) {
    if (changedBy(error, attempt) === 'no') counted?.release();
    throw inCallersWords(error, sentKey, key);
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
  const { change, key, agreed } = execution;
  attempt.idempotencyKey = key;
  attempt.isRepeatable = isRepeatable(change.calls, billing);
  return serving.made.make(
    {
      ...name,
      change,
      agreed,
      isNamed: call.controls.idempotencyKey !== undefined,
      isRepeatable: attempt.isRepeatable,
      attempt,
    },
    () => carryOut(tool, call, execution),
  );
}

function refuseOtherChange(): never {
  throw new Refusal('invalid_arguments', {
    field: 'idempotency_key',
    message:
      'idempotency_key: The first call with it may have had a part of its effect, and it would be another change now.',
    next: 'Read what it touches, and ask for what is missing with a new idempotency_key.',
  });
}

/**
 * The change that was sent before, to be sent again: its calls, and what is shown of their results.
 * Its effect, its money and what it rests on are those of today.
 * @throws Refusal `invalid_arguments` where other calls would be needed now
 */
export function sentAgain(first: Change, now: Change): Change {
  const isSame =
    first.calls.length === now.calls.length &&
    first.calls.every(({ operation }, index) => operation === now.calls[index]?.operation);
  if (!isSame) refuseOtherChange();
  return { ...now, calls: first.calls, show: first.show };
}

/**
 * Nobody can be asked about the effect of today where the calls of then would not bring it.
 * @throws Refusal `invalid_arguments` where the inputs would be others now
 */
export function requireSameInputs(first: Change, now: Change): void {
  const [then, today] = [first, now].map(({ calls }) => digestOf(calls.map(describeCall)));
  if (then !== today) refuseOtherChange();
}
