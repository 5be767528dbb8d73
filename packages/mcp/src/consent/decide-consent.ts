import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server';
import type { Answer } from '../answers/answer.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Settings } from '../configuration/settings.ts';
import type { ChangeLimits } from '../limits/change-limits.ts';
import { argumentsDigest, type ConsentSubject, changeDigest } from './change-digest.ts';
import { CONSENT, consentForm, consentMessage } from './consent-question.ts';
import type { ConsentRequest, Consents } from './consents.ts';
import { previewChange } from './preview-change.ts';

/** How somebody agreed, or why nobody had to. */
export type Confirmation = 'not_needed' | 'policy' | 'token' | 'elicited';

/** What is to happen now. */
export type ConsentDecision =
  | { readonly kind: 'proceed'; readonly how: Confirmation }
  /** The result of the call: the client asks a person and calls again. */
  | { readonly kind: 'ask'; readonly result: InputRequiredResult }
  /** The result of the call: nothing is done. */
  | { readonly kind: 'preview'; readonly answer: Answer };

/** What the caller brought. */
export interface ConsentEvidence {
  /** `canAskPeople(…)` of the client. */
  readonly canAsk: boolean;
  /** The argument `confirm_token`. */
  readonly token: string | undefined;
  /** `ctx.mcpReq.inputResponses` */
  readonly inputResponses: Readonly<Record<string, unknown>> | undefined;
  /** `ctx.mcpReq.requestState()` */
  readonly requestState: unknown;
}

/** What decides. */
export interface ConsentRules {
  readonly settings: Pick<Settings, 'policy' | 'pii'>;
  readonly consents: Consents;
  readonly limits: ChangeLimits;
}

type Reply = 'none' | 'yes' | 'no' | 'cancelled' | 'unclear';

/** What a person replied. Only a true `approve` of a form that was accepted is a yes. */
function replyOf(evidence: ConsentEvidence): Reply {
  const response = inputResponse(evidence.inputResponses, CONSENT);
  if (response.kind === 'missing') return 'none';
  if (response.kind !== 'elicit') return 'unclear';
  if (response.action === 'decline') return 'no';
  if (response.action === 'cancel') return 'cancelled';
  const approve = response.content?.approve;
  if (approve === false) return 'no';
  return approve === true ? 'yes' : 'unclear';
}

function blocked(subject: ConsentSubject, rules: ConsentRules): Refusal {
  return new Refusal('denied', {
    message: `${subject.tool} needs consent, and this server makes no such change: BILLING_MCP_POLICY is block. Nothing was changed.`,
    next: 'Do it in the billing system itself, or ask whoever runs the server.',
    facts: { policy: rules.settings.policy },
  });
}

function declined(reply: 'no' | 'cancelled'): Refusal {
  return new Refusal('denied', {
    message:
      reply === 'no'
        ? 'The person who was asked declined. Nothing was changed.'
        : 'The person who was asked closed the question without an answer. Nothing was changed.',
    next: 'Do not call again unless the person asks for it.',
    facts: { reason: reply === 'no' ? 'declined' : 'cancelled' },
  });
}

function unclear(): Refusal {
  return new Refusal('consent_required', {
    message: 'The reply to the question holds neither a yes nor a no. Nothing was changed.',
    next: 'Call again; the client has to send back approve as true or false.',
    facts: { reason: 'unclear_reply' },
  });
}

/** The request that a consent is issued or redeemed for. */
function requestFor(subject: ConsentSubject, purpose: ConsentRequest['purpose']): ConsentRequest {
  return {
    purpose,
    principal: subject.principal,
    tool: subject.tool,
    arguments: argumentsDigest(subject.arguments),
    change: changeDigest(subject),
  };
}

function ask(subject: ConsentSubject, rules: ConsentRules): ConsentDecision {
  const message = consentMessage(subject, rules.settings.pii);
  return {
    kind: 'ask',
    result: inputRequired({
      inputRequests: { [CONSENT]: consentForm(message) },
      requestState: rules.consents.issue(requestFor(subject, 'question')),
    }),
  };
}

function preview(subject: ConsentSubject, { consents }: ConsentRules): ConsentDecision {
  const expiresAt = consents.nextExpiry;
  const token = consents.issue(requestFor(subject, 'token'));
  return { kind: 'preview', answer: previewChange(subject, { token, expiresAt }) };
}

/** Takes the reply of a person; undefined where there is none that belongs to a question of ours. */
function takeReply(
  subject: ConsentSubject,
  evidence: ConsentEvidence,
  rules: ConsentRules,
): ConsentDecision | undefined {
  const reply = replyOf(evidence);
  const state = typeof evidence.requestState === 'string' ? evidence.requestState : undefined;
  if (reply === 'no' || reply === 'cancelled') {
    if (state !== undefined) rules.consents.withdraw(state, subject.principal);
    throw declined(reply);
  }
  if (reply === 'unclear') throw unclear();
  if (reply === 'none' || state === undefined) return undefined;
  rules.consents.redeem(state, requestFor(subject, 'question'));
  return { kind: 'proceed', how: 'elicited' };
}

/**
 * Whether a change may be made, has to be asked for, or is only shown. A change that needs consent
 * is made under the policy `allow`, with a token of its own preview, or after a person said yes to a
 * question of this server about exactly this change; anything else, also a mistake, makes nothing.
 * Source: `facts/mcp.md §d.4, §e.3 D2 to D5`.
 * @throws Refusal `denied` by the policy or a person, `consent_refused` for a token or reply that is not
 *   good, `consent_required` for a reply that says nothing, `limit_exceeded` before anybody is asked.
 */
export function decideConsent(
  subject: ConsentSubject,
  evidence: ConsentEvidence,
  rules: ConsentRules,
): ConsentDecision {
  const { policy } = rules.settings;
  const { change, principal } = subject;
  if (change.needsConsent && policy === 'block') throw blocked(subject, rules);
  rules.limits.check(principal, change);
  if (!change.needsConsent) return { kind: 'proceed', how: 'not_needed' };
  if (policy === 'allow') return { kind: 'proceed', how: 'policy' };
  if (evidence.token !== undefined) {
    rules.consents.redeem(evidence.token, requestFor(subject, 'token'));
    return { kind: 'proceed', how: 'token' };
  }
  const taken = takeReply(subject, evidence, rules);
  if (taken !== undefined) return taken;
  return evidence.canAsk ? ask(subject, rules) : preview(subject, rules);
}
