import { BillingError } from '@billport/core';
import type { AttemptFailure } from './attempt-failure.ts';

const LANDED = new WeakSet<BillingError>();

/** Marks the clear no that came after an attempt that may have landed. */
export function markLanded(error: BillingError): BillingError {
  LANDED.add(error);
  return error;
}

/**
 * Whether an attempt of the request that ended with this error may have landed: a 404 after a
 * repeated delete, or "already there" after a repeated create, can be its own work.
 */
export function mayHaveLanded(error: unknown): boolean {
  return BillingError.is(error) && (LANDED.has(error) || error.code === 'outcome_unknown');
}

/** The error of a write that may have landed: `error` is what its last attempt came to. */
export function outcomeUnknown(
  error: BillingError,
  provider: string,
  lookup = 'Read what the call was to change.',
): BillingError {
  return new BillingError('outcome_unknown', {
    message: `${error.message} Nobody knows whether ${provider} did it.`,
    details: { lookup },
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    cause: error,
  });
}

/** The service as errors name it. */
export interface ServiceAddress {
  /** The provider's id. */
  readonly provider: string;
  /** Where paths begin. Only its host and port get into messages. */
  readonly baseUrl: string;
  /** The settings that decide where it is, in words. */
  readonly addressSetting: string;
}

/** The service with its host, and its port where that is none of the usual. */
const placeOf = ({ provider, baseUrl }: ServiceAddress) =>
  `${provider} at ${new URL(baseUrl).host}`;

/**
 * The error of an attempt without a whole reply. The platform's own error is not its cause: those
 * hold the URL, the headers or the body.
 */
export function failureError(
  { kind, unsent, code }: AttemptFailure,
  service: ServiceAddress,
  timeoutMs: number,
): BillingError {
  const place = placeOf(service);
  const { addressSetting } = service;
  const reason = code === undefined ? '' : ` (${code})`;
  if (kind === 'timeout') {
    const message = `${place} did not answer within ${timeoutMs} ms.`;
    return new BillingError('timeout', { message, details: { timeoutMs } });
  }
  if (kind === 'certificate') {
    const message = `${place} has no certificate that is accepted${reason}. Check ${addressSetting}, and which certificates this machine trusts.`;
    return new BillingError('network', { message, retryable: false });
  }
  const message = unsent
    ? `${place} could not be reached${reason}. Check ${addressSetting} and the network.`
    : `The connection to ${place} broke before an answer came${reason}. Check the network, and that ${addressSetting} leads to ${service.provider}.`;
  return new BillingError('network', { message });
}
