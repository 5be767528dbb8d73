/** A fault to put in place of one reply. `sent`: the service got the request and did its work. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly sent?: boolean;
    }
  | { readonly kind: 'reset'; readonly sent?: boolean }
  | { readonly kind: 'silence'; readonly sent?: boolean }
  | { readonly kind: 'html'; readonly sent?: boolean }
  | { readonly kind: 'empty'; readonly sent?: boolean }
  | { readonly kind: 'wrong_schema'; readonly sent?: boolean }
  | { readonly kind: 'redirect'; readonly to: string }
  /** None: this request passes, so that a later one meets what follows. */
  | { readonly kind: 'pass' };

/** What the suite does to the connection between a provider and its service. */
export interface FaultInjection {
  /** The next requests meet these faults, one each. Later requests pass. */
  inject(...faults: readonly Fault[]): void;
  /** Forgets the faults that no request has met. Returns how many there were. */
  clear(): number;
  /** Requests that the provider sent so far, with and without a fault. */
  requests(): number;
  /** Requests that followed a redirect to another origin. */
  strayRequests(): number;
}

/** A `fetch` that meets faults on request. Give it to the provider instead of its own. */
export interface FaultyFetch extends FaultInjection {
  readonly fetch: typeof globalThis.fetch;
}

const HTML = '<!doctype html><html><body><h1>Bad gateway</h1></body></html>';

/** What a real `fetch` rejects with when the connection breaks. */
function connectionError(code: 'ECONNREFUSED' | 'ECONNRESET'): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/**
 * Requests that nobody answers. A real `fetch` holds on to its request; nothing else does, and a
 * request that is collected is never told that its caller gave up.
 */
const unanswered = new Set<Request>();

function untilAborted(request: Request): Promise<never> {
  const { signal } = request;
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    unanswered.add(request);
    const giveUp = () => {
      unanswered.delete(request);
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

function statusResponse(fault: Extract<Fault, { kind: 'status' }>): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (fault.retryAfterSeconds !== undefined) {
    headers.set('retry-after', String(fault.retryAfterSeconds));
  }
  return new Response(JSON.stringify({ error: 'fault' }), { status: fault.status, headers });
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}

/** The reply that stands for the fault, or the way it fails. */
function answer(
  fault: Exclude<Fault, { kind: 'redirect' | 'pass' }>,
  request: Request,
): Promise<Response> | Response {
  switch (fault.kind) {
    case 'status':
      return statusResponse(fault);
    case 'reset':
      throw connectionError(fault.sent ? 'ECONNRESET' : 'ECONNREFUSED');
    case 'silence':
      return untilAborted(request);
    case 'html':
      return new Response(HTML, { headers: { 'content-type': 'text/html' } });
    case 'empty':
      return new Response(null, { status: 200 });
    case 'wrong_schema':
      return json({ surprise: [1, 2, 3] });
  }
}

/**
 * Wraps a `fetch` so that faults can be put in place of replies. Keeps numbers only: no address,
 * header or body of a request.
 *
 * @example
 * ```ts
 * const faults = createFaultyFetch(globalThis.fetch);
 * const provider = createProvider({ fetch: faults.fetch });
 * faults.inject({ kind: 'status', status: 503 }); // the next request meets it
 * ```
 */
export function createFaultyFetch(inner: typeof globalThis.fetch): FaultyFetch {
  const waiting: Fault[] = [];
  let requests = 0;
  let strayRequests = 0;

  /** What a real `fetch` does with a redirect, by the request's own `redirect` mode. */
  function redirect(request: Request, to: string): Response {
    if (request.redirect === 'error') throw new TypeError('fetch failed: unexpected redirect');
    if (request.redirect === 'manual') {
      return new Response(null, { status: 307, headers: { location: to } });
    }
    strayRequests += 1;
    return json({});
  }

  async function faultyFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    requests += 1;
    const fault = waiting.shift();
    if (fault === undefined || fault.kind === 'pass') return inner(input, init);
    const request = new Request(input, init);
    if (fault.kind === 'redirect') return redirect(request, fault.to);
    if (fault.sent) await inner(request.clone());
    return answer(fault, request);
  }

  return {
    fetch: faultyFetch,
    inject: (...faults) => void waiting.push(...faults),
    clear: () => waiting.splice(0).length,
    requests: () => requests,
    strayRequests: () => strayRequests,
  };
}
