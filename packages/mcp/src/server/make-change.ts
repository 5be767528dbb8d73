import { randomUUID } from 'node:crypto';
import { type Billing, BillingError } from '@billport/core';
import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { Answer } from '../answers/answer.ts';
import { changedBy } from '../answers/changed.ts';
import { Refusal } from '../answers/refusal.ts';
import { canAskPeople } from '../consent/can-ask-people.ts';
import { digestOf } from '../consent/canonical-json.ts';
import type { ConsentSubject } from '../consent/change-digest.ts';
import { type ConsentDecision, decideConsent } from '../consent/decide-consent.ts';
import { previewChange } from '../consent/preview-change.ts';
import type { Change, PlannedCall } from '../tools/change.ts';
import type { ChangingTool } from '../tools/tool.ts';
import { auditStart } from './audit-call.ts';
import type { CurrentCall } from './current-call.ts';
import { type ChangeName, joined } from './made-changes.ts';
import { isRepeatable, makeCalls } from './make-calls.ts';

const TO_DO_IT = 'To do it, call again with the same arguments and dry_run: false.';

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

const canAsk = ({ request }: CurrentCall) =>
  canAskPeople(request.context.mcpReq.envelope, request.declared);

function decide(subject: ConsentSubject, call: CurrentCall): ConsentDecision {
  const { mcpReq } = call.request.context;
  const evidence = {
    canAsk: canAsk(call),
    token: call.controls.confirmToken,
    inputResponses: mcpReq.inputResponses,
    requestState: mcpReq.requestState(),
  };
  return decideConsent(subject, evidence, call.serving);
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

/** How a change is made once it may be. */
interface Execution {
  readonly change: Change;
  /** The key that the provider gets. */
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
    const results = await makeCalls(change.calls, { billing, attempt, key, signal });
    return withKey(await change.show(results), change, key, billing);
  } catch (error) {
    if (changedBy(error, attempt) === 'no') counted?.release();
    throw error;
  }
}

async function make(
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
function sentAgain(first: Change, now: Change): Change {
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

/** Shows a change that nobody wants made yet, with a token where the caller has to bring one. */
function show(subject: ConsentSubject, call: CurrentCall): Answer {
  const { serving } = call;
  const bringsToken =
    subject.change.needsConsent && serving.settings.policy === 'confirm' && !canAsk(call);
  if (bringsToken) {
    const nothing = {
      canAsk: false,
      token: undefined,
      inputResponses: undefined,
      requestState: undefined,
    };
    const decision = decideConsent(subject, nothing, serving);
    if (decision.kind === 'preview') return decision.answer;
  }
  return { ...previewChange(subject), next: 'To do it, make the same call with dry_run false.' };
}

/**
 * Makes a change: what a key has named before is brought again; else it is planned, shown for
 * `dry_run`, agreed to where that is needed, held to the limits, and made
 * (`facts/mcp.md §e.3 D1 to D8`).
 */
export async function makeChange(tool: ChangingTool, call: CurrentCall): Promise<ChangeOutcome> {
  const { serving, request, attempt, controls, args, toolCall } = call;
  const key = controls.idempotencyKey ?? randomUUID();
  const name: ChangeName = {
    key: digestOf({ owner: request.principal.id, key }),
    digest: digestOf({ tool: tool.name, args }),
  };
  const known = controls.dryRun ? undefined : serving.made.find(name);
  if (known?.kind === 'made') {
    attempt.decision = 'proceed';
    return joined(known, attempt);
  }

  const change = await tool.plan(args, toolCall);
  attempt.targets = change.targets;
  if (known !== undefined) {
    attempt.decision = 'proceed';
    const again = sentAgain(known.change, change);
    return make(tool, call, name, { change: again, key, isCounted: false });
  }
  const subject = subjectOf(tool, change, call);
  if (controls.dryRun) {
    attempt.decision = 'preview';
    return show(subject, call);
  }
  const decision = decide(subject, call);
  attempt.decision = decision.kind;
  if (decision.kind === 'ask') return decision.result;
  if (decision.kind === 'preview') return decision.answer;
  attempt.confirmation = decision.how;
  return make(tool, call, name, { change, key, isCounted: true });
}
