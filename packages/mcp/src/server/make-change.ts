import { randomUUID } from 'node:crypto';
import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { Answer } from '../answers/answer.ts';
import { agreementTo, stillHolds } from '../consent/agreement.ts';
import { canAskPeople } from '../consent/can-ask-people.ts';
import { digestOf } from '../consent/canonical-json.ts';
import { type ConsentSubject, changeDigest } from '../consent/change-digest.ts';
import { type ConsentDecision, decideConsent } from '../consent/decide-consent.ts';
import { previewChange } from '../consent/preview-change.ts';
import type { Change } from '../tools/change.ts';
import type { ChangingTool } from '../tools/tool.ts';
import { carryOutNamed, requireSameInputs, sentAgain } from './carry-out.ts';
import type { CurrentCall } from './current-call.ts';
import { requireServed, requireTaken, withProviderWords } from './held-to-provider.ts';
import { type ChangeName, joined } from './made-changes.ts';

const BLOCKED =
  'This server does not do it: it needs consent, and BILLING_MCP_POLICY is block. Do it in the billing system itself, or ask whoever runs the server.';
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
  const isBlocked = subject.change.needsConsent && serving.settings.policy === 'block';
  return { ...previewChange(subject), next: isBlocked ? BLOCKED : TO_DO_IT };
}

/**
 * Makes a change: what a key has named before is brought again; else it is planned, shown for
 * `dry_run`, agreed to where that is needed, held to the limits, and made. A repeat of what may have
 * happened is agreed to anew, unless it is still what was agreed to (`facts/mcp.md §e.3 D1 to D8`).
 */
export async function makeChange(tool: ChangingTool, call: CurrentCall): Promise<ChangeOutcome> {
  const { serving, request, attempt, controls, args, billing, toolCall } = call;
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

  const planned = withProviderWords(await tool.plan(args, toolCall), billing);
  requireServed(planned, billing);
  if (planned.needsConsent || controls.dryRun) requireTaken(planned, billing);
  const change = known === undefined ? planned : sentAgain(known.change, planned);
  attempt.targets = change.targets;
  const subject = subjectOf(tool, change, call);
  if (controls.dryRun) {
    attempt.decision = 'preview';
    return show(subject, call);
  }
  if (known !== undefined) {
    const { agreed } = known;
    if (stillHolds(agreed, subject, serving.clock)) {
      attempt.decision = 'proceed';
      return carryOutNamed(tool, call, name, { change, key, agreed, isCounted: false });
    }
    if (agreed.change !== changeDigest(subject)) requireSameInputs(known.change, planned);
  }
  const decision = decide(subject, call);
  attempt.decision = decision.kind;
  if (decision.kind === 'ask') return decision.result;
  if (decision.kind === 'preview') return decision.answer;
  attempt.confirmation = decision.how;
  const agreed = agreementTo(subject, serving.clock);
  return carryOutNamed(tool, call, name, { change, key, agreed, isCounted: true });
}
