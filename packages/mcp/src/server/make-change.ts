import { randomUUID } from 'node:crypto';
import type { Billing } from '@billport/core';
import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { canAskPeople } from '../consent/can-ask-people.ts';
import { digestOf } from '../consent/canonical-json.ts';
import type { ConsentSubject } from '../consent/change-digest.ts';
import { type ConsentDecision, decideConsent } from '../consent/decide-consent.ts';
import { previewChange } from '../consent/preview-change.ts';
import type { Change } from '../tools/change.ts';
import type { ChangingTool } from '../tools/tool.ts';
import { auditStart } from './audit-call.ts';
import type { CurrentCall } from './current-call.ts';
import { isRepeatable, makeCalls } from './make-calls.ts';

/** An answer, or the question that has to be put to somebody first. */
export type ChangeOutcome = Answer | InputRequiredResult;

function subjectOf(tool: ChangingTool, change: Change, call: CurrentCall): ConsentSubject {
  const { choice } = call.serving;
  return {
    principal: call.request.principal.id,
    provider: choice.id,
    environment: choice.environment,
    tool: tool.name,
    arguments: call.args,
    change,
  };
}

function decide(
  subject: ConsentSubject,
  { serving, request, controls }: CurrentCall,
): ConsentDecision {
  const { mcpReq } = request.context;
  return decideConsent(
    subject,
    {
      canAsk: canAskPeople(mcpReq.envelope, request.declared),
      token: controls.confirmToken,
      inputResponses: mcpReq.inputResponses,
      requestState: mcpReq.requestState(),
    },
    serving,
  );
}

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

async function carryOut(
  tool: ChangingTool,
  call: CurrentCall,
  change: Change,
  key: string,
): Promise<Answer> {
  const { serving, request, billing, attempt, toolCall } = call;
  const counted = serving.limits.take(request.principal.id, change);
  try {
    await auditStart(serving, tool.name, request, attempt);
    const { signal } = toolCall;
    signal.throwIfAborted();
    const results = await makeCalls(change.calls, { billing, attempt, key, signal });
    return withKey(await change.show(results), change, key, billing);
  } catch (error) {
    if (changedBy(error, attempt) === 'no') counted.release();
    throw error;
  }
}

/**
 * Makes a change: what a key has named before is brought again; else it is planned, shown for
 * `dry_run`, agreed to where that is needed, held to the limits, and made
 * (`facts/mcp.md §e.3 D1 to D8`).
 */
export async function makeChange(tool: ChangingTool, call: CurrentCall): Promise<ChangeOutcome> {
  const { serving, request, attempt, controls, args, toolCall, billing } = call;
  const owner = request.principal.id;
  const argumentsDigest = digestOf({ tool: tool.name, args });
  const given = controls.idempotencyKey;
  if (given !== undefined && !controls.dryRun) {
    const first = await serving.made.find(digestOf({ owner, key: given }), argumentsDigest);
    if (first !== undefined) {
      attempt.decision = 'proceed';
      return first;
    }
  }

  const change = await tool.plan(args, toolCall);
  attempt.targets = change.targets;
  const subject = subjectOf(tool, change, call);
  if (controls.dryRun) {
    attempt.decision = 'preview';
    return previewChange(subject);
  }
  const decision = decide(subject, call);
  attempt.decision = decision.kind;
  if (decision.kind === 'ask') return decision.result;
  if (decision.kind === 'preview') return decision.answer;

  attempt.confirmation = decision.how;
  const key = given ?? randomUUID();
  attempt.idempotencyKey = key;
  return serving.made.make(
    digestOf({ owner, key }),
    argumentsDigest,
    () => carryOut(tool, call, change, key),
    (error) => ({
      isUntouched: changedBy(error, attempt) === 'no',
      isRepeatable: isRepeatable(change.calls, billing),
    }),
  );
}
