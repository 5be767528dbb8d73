import type { BillingError, BillingErrorCode } from '@billport/core';
import { whereToLook } from './where-to-look.ts';

/** A sentence about the field of the details, or the other one where it is not known. */
type NextStep<Code extends BillingErrorCode> = (error: BillingError<Code>) => string;

const NEXT: { readonly [Code in BillingErrorCode]: NextStep<Code> } = {
  invalid_input: () => 'Mend the fields named here and call again.',
  configuration: ({ details }) =>
    details?.setting === undefined
      ? 'Ask whoever runs this server to look at its settings; calling again does not help.'
      : `Ask whoever runs this server to set ${details.setting}; calling again does not help.`,
  unauthenticated: () =>
    'Ask whoever runs this server to replace its provider credentials; calling again does not help.',
  forbidden: () =>
    'Ask whoever runs this server for provider credentials that may do this; calling again does not help.',
  feature_not_enabled: () =>
    'The account at the provider does not include this: do without it, or ask its owner to add it.',
  not_found: ({ details }) =>
    `Find the right key, code or id with ${whereToLook(details?.resource)}, then call again.`,
  already_exists: () => 'Get the one that is there and use or update it, or choose another key.',
  conflict: () =>
    'The message says what stands in the way: change that, or read the thing again and decide by its state.',
  rejected: () => 'Mend what the message of the provider names; the same call will fail again.',
  insufficient_credits: ({ details }) =>
    details?.available === undefined
      ? 'Read the balance with get_credits and take at most that.'
      : `Take at most ${details.available}, or add credits first.`,
  rate_limited: ({ details }) =>
    details?.retryAfterMs === undefined
      ? 'Wait a little, then make the same call again.'
      : `Wait ${Math.ceil(details.retryAfterMs / 1000)} s, then make the same call again.`,
  unavailable: () => 'Wait a little, then make the same call again.',
  timeout: () => 'Make the same call again, or ask for less.',
  aborted: () => 'The caller gave up. Nothing is to be done unless it is still wanted.',
  network: () => 'The provider could not be reached: make the same call again a little later.',
  outcome_unknown: ({ details }) =>
    details === undefined
      ? 'Look whether it happened before you do anything again.'
      : `Look whether it happened before you do anything again: ${details.lookup}`,
  malformed_response: ({ requestId }) =>
    requestId === undefined
      ? 'Tell whoever runs this server: the provider answered something that it does not promise.'
      : `Tell whoever runs this server about request ${requestId}: the provider answered something that it does not promise.`,
  unsupported: ({ details }) =>
    details?.alternative === undefined
      ? 'This provider cannot do it: look for another way with search_operations.'
      : `This provider cannot do it. The nearest thing: ${details.alternative}`,
  webhook_invalid: () => 'Leave the delivery alone: its signature or body is wrong.',
};

/** What to do about an error of a provider, in one sentence; every code has one. */
export function nextStep<Code extends BillingErrorCode>(error: BillingError<Code>): string {
  return NEXT[error.code](error);
}
