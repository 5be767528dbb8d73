import { BillingError, type BillingErrorCode } from '@billport/core';
import { nextStep } from '../../answers/next-step.ts';
import type { RefusalCode } from '../../answers/refusal.ts';
import type { Guide } from './guide.ts';

/** What happened, for each code of providers. */
const OF_PROVIDERS: Readonly<Record<BillingErrorCode, string>> = {
  invalid_input: 'The input breaks the contract; nothing was sent.',
  configuration: 'A setting or credential is missing or wrong.',
  unauthenticated: 'The provider does not know the credentials.',
  forbidden: 'The credentials may not do this.',
  feature_not_enabled: 'The account at the provider does not include this.',
  not_found: 'There is no such thing.',
  already_exists: 'The key or code is taken.',
  conflict: 'The thing is in use, or in a state that does not allow this.',
  rejected: "The provider's own rules refuse it.",
  insufficient_credits: 'The wallet holds less.',
  rate_limited: 'Too many requests.',
  unavailable: 'The provider cannot answer now.',
  timeout: 'There was no result in time.',
  aborted: 'The caller gave up.',
  network: 'The provider could not be reached; nothing was sent.',
  outcome_unknown: 'A change was sent and no answer came back.',
  malformed_response: 'The provider answered something that it does not promise.',
  unsupported: 'The provider cannot do this.',
  webhook_invalid: 'A delivery is not what its signature says.',
};

/** What happened, for each code of the server itself that providers do not have. */
const OF_THE_SERVER: Readonly<
  Record<
    Exclude<RefusalCode, BillingErrorCode>,
    readonly [happened: string, next: string, retryable?: string]
  >
> = {
  invalid_arguments: ['An argument is unknown, missing or wrong.', 'Mend the field named here.'],
  ambiguous: ['Several things have the name.', 'Ask which of the candidates is meant.'],
  consent_required: ['Somebody has to agree first.', 'Show the preview and ask.'],
  consent_refused: [
    'The token is used, expired, or of another change.',
    'Make the call without it for a new preview.',
  ],
  denied: ['A person, the policy or the scopes say no.', 'Do not try another way.'],
  limit_exceeded: [
    'More than this server may move.',
    'Wait where retryAfterMs is there; else ask whoever runs this server.',
    'a limit of an hour',
  ],
  stopped: ['Whoever runs this server has stopped it.', 'Wait until it is told otherwise.'],
  audit_unavailable: [
    'The audit log cannot be written, so nothing is changed.',
    'Tell whoever runs this server.',
  ],
};

function rows(): string[] {
  const provider = (Object.keys(OF_PROVIDERS) as BillingErrorCode[]).map((code) => {
    const error = new BillingError(code, { message: OF_PROVIDERS[code] });
    return `| ${code} | ${OF_PROVIDERS[code]} | ${nextStep(error)} | ${error.retryable ? 'yes' : 'no'} |`;
  });
  const own = Object.entries(OF_THE_SERVER).map(
    ([code, [happened, next, retryable = 'no']]) =>
      `| ${code} | ${happened} | ${next} | ${retryable} |`,
  );
  return [...provider, ...own];
}

/** What to do about each error. */
export const errorsGuide: Guide = () => `# Errors

A failed call has \`isError\`, and under \`error\`: \`code\`, \`message\`, \`field\` where one is wrong, \`next\`, \`retryable\`, \`retryAfterMs\` where it is known, \`changed\` and, of a change, \`idempotencyKey\`.

- \`changed: no\`: nothing happened. Mend what is wrong and call again.
- \`changed: yes\`: a part happened. Read it before you go on.
- \`changed: unknown\`: it may have happened. Look first; repeat only with the same \`idempotency_key\`.
- \`retryable\`: the same call may succeed later by itself.

| code | what happened | what to do | retryable |
| --- | --- | --- | --- |
${rows().join('\n')}
`;
