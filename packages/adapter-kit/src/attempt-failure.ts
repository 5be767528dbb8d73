/** What an attempt that brought no whole reply came to. */
export interface AttemptFailure {
  readonly kind: 'connection' | 'certificate' | 'timeout' | 'aborted';
  /** Whether the service cannot have got the request. */
  readonly unsent: boolean;
  /** The platform's code, such as `ECONNRESET`. */
  readonly code: string | undefined;
}

/** The connection was never made, so nothing was sent (`facts/usage-delivery.md §3.5`). */
const UNSENT: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What fails here fails before the first byte of the request, with any code. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/**
 * The certificate is not accepted, or the other side speaks no TLS: found while shaking hands,
 * before the request. Other failures of TLS can come at any time.
 */
const CERTIFICATE =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERROR_IN_CERT_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|ERR_SSL_WRONG_VERSION_NUMBER$|ERR_SSL_PACKET_LENGTH_TOO_LONG$|ERR_SSL_UNSUPPORTED_PROTOCOL$|ERR_SSL_SSL\/TLS_ALERT_HANDSHAKE_FAILURE$|ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION$)/;

interface SystemError extends Error {
  readonly code: string;
  readonly syscall?: unknown;
}

/** Errors with a code: the error, its causes and what it gathers. */
function* systemErrors(error: unknown): Generator<SystemError> {
  for (let next = error; next instanceof Error; next = next.cause) {
    if ('code' in next && typeof next.code === 'string') yield next as SystemError;
    // One error for each address of a host.
    if (next instanceof AggregateError) for (const inner of next.errors) yield* systemErrors(inner);
  }
}

/** Whether fetch refused the port of the address, such as 1 or 6000: it says so in words alone. */
const isBlockedPort = (error: unknown) =>
  error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port';

/** What the error of a connection means. */
export function connectionFailure(error: unknown): AttemptFailure {
  const found = [...systemErrors(error)];
  const certificate = found.find(
    ({ code, syscall }) => CERTIFICATE.test(code) || (code === 'EPROTO' && syscall === 'connect'),
  );
  if (certificate !== undefined) {
    return { kind: 'certificate', unsent: true, code: certificate.code };
  }
  if (isBlockedPort(error)) return { kind: 'connection', unsent: true, code: 'bad port' };
  const unsent = found.find(({ code, syscall }) => UNSENT.has(code) || BEFORE_SENDING.has(syscall));
  return { kind: 'connection', unsent: unsent !== undefined, code: (unsent ?? found[0])?.code };
}
