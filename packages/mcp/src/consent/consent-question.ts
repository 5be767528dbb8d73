import { type InputRequest, inputRequired } from '@modelcontextprotocol/server';
import { spoken } from '../answers/words.ts';
import type { PiiPolicy } from '../configuration/settings.ts';
import type { ConsentSubject } from './change-digest.ts';

/** Under this name the question is asked and answered. */
export const CONSENT = 'consent';

/** What the environment means to whoever decides. */
const ENVIRONMENTS: Readonly<Record<ConsentSubject['environment'], string>> = {
  live: 'LIVE: this is real',
  test: 'test',
  unknown: 'unknown: take it for live',
};

/**
 * The question to a person: effect, amount with currency, provider and environment, everything of
 * customers made harmless. Source: `facts/mcp.md §e.3 D2`.
 */
export function consentMessage(subject: ConsentSubject, pii: PiiPolicy): string {
  const { change, provider, environment, tool } = subject;
  const money = change.money;
  return [
    spoken(change.effect, pii),
    ...(money === undefined ? [] : [spoken(`Amount: ${money.amount} ${money.currency}`, pii)]),
    `Environment: ${ENVIRONMENTS[environment]} (${provider}, ${tool})`,
    'Nothing has been done yet.',
  ].join('\n');
}

/** The form that goes with it: one box to tick. Clients of 2025 and of 2026 can show it. */
export function consentForm(message: string): InputRequest {
  return inputRequired.elicit({
    message,
    requestedSchema: {
      type: 'object',
      properties: { approve: { type: 'boolean', title: 'Approve', description: 'Do this now.' } },
      required: ['approve'],
    },
  });
}
