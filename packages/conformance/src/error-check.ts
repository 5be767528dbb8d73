import { BillingError, type BillingErrorCode, type OperationId } from '@billport/core';

/** Every code, once: the compiler refuses this table when the contract gains one. */
const CODES: Readonly<Record<BillingErrorCode, true>> = {
  invalid_input: true,
  configuration: true,
  unauthenticated: true,
  forbidden: true,
  feature_not_enabled: true,
  not_found: true,
  already_exists: true,
  conflict: true,
  rejected: true,
  insufficient_credits: true,
  rate_limited: true,
  unavailable: true,
  timeout: true,
  aborted: true,
  network: true,
  outcome_unknown: true,
  malformed_response: true,
  unsupported: true,
  webhook_invalid: true,
};

/** The texts in which a log could show something of an error, its causes included. */
function textsOf(error: unknown): string[] {
  const texts: string[] = [];
  for (let next = error; next instanceof Error; next = next.cause) {
    texts.push(next.message, next.stack ?? '', JSON.stringify(next) ?? '');
  }
  return texts;
}

function* problemsOfBillingError(
  error: BillingError,
  provider: string,
  operation: OperationId,
): Generator<string> {
  if (!Object.hasOwn(CODES, error.code)) yield `its code ${error.code} is not in the contract`;
  if (error.provider !== provider) yield `its provider is ${error.provider} instead of ${provider}`;
  if (error.operation !== operation) {
    yield `its operation is ${error.operation} instead of ${operation}`;
  }
  if (typeof error.message !== 'string' || error.message.trim() === '') yield 'it says nothing';
  if (typeof error.retryable !== 'boolean') yield 'it does not say whether to try again';
  if (error.code === 'invalid_input' && (error.issues ?? []).length === 0) {
    yield 'it names no field';
  }
  if (
    error.code === 'outcome_unknown' &&
    !(error as BillingError<'outcome_unknown'>).details?.lookup
  ) {
    yield 'it does not say how to find out what happened (details.lookup)';
  }
}

/**
 * What is wrong with an error of a provider (`docs/errors.md`): every call rejects with a
 * BillingError that says where it comes from and shows no secret.
 */
export function* errorProblems(
  error: unknown,
  provider: string,
  operation: OperationId,
  secrets: readonly string[],
): Generator<string> {
  if (!BillingError.is(error)) {
    yield `it is no BillingError: ${String(error)}`;
  } else {
    yield* problemsOfBillingError(error, provider, operation);
  }
  const texts = textsOf(error);
  const shown = secrets.findIndex((secret) => texts.some((text) => text.includes(secret)));
  if (shown >= 0) yield `it shows secret number ${shown + 1} of the harness`;
}
