/** What an attempt that brought no reply came to. */
export interface AttemptFailure {
  readonly kind: 'connection' | 'timeout' | 'aborted';
  /** Whether the service cannot have got the request. */
  readonly unsent: boolean;
  readonly cause: unknown;
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

/** Codes of an error, of its causes and of what it gathers. */
function* codesOf(error: unknown): Generator<string> {
  for (let next = error; next instanceof Error; next = next.cause) {
    if ('code' in next && typeof next.code === 'string') yield next.code;
    // One error for each address of a host.
    if (next instanceof AggregateError) for (const inner of next.errors) yield* codesOf(inner);
  }
}

function isUnsent(error: unknown): boolean {
  for (const code of codesOf(error)) {
    if (UNSENT.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('CERT_')) return true;
  }
  return false;
}

/** What the error of an attempt means. `signal` is the caller's. */
export function attemptFailure(error: unknown, signal: AbortSignal | undefined): AttemptFailure {
  if (signal?.aborted) return { kind: 'aborted', unsent: false, cause: error };
  const name = error instanceof Error ? error.name : '';
  const kind = name === 'TimeoutError' ? 'timeout' : 'connection';
  return { kind, unsent: isUnsent(error), cause: error };
}
