import {
  type Billing,
  BillingError,
  type BillingErrorCode,
  type BillingErrorOptions,
  defineProvider,
  type HandlerContext,
  type Handlers,
  type Limits,
  native,
  type Operation,
  operations,
} from '@billport/core';

/** What the service says: what an operation brings, or why it was refused. */
interface RemoteReply {
  readonly result?: unknown;
  readonly error?: BillingErrorOptions & { readonly code: BillingErrorCode };
}

/** What a provider over HTTP decides when something goes wrong. Each can be got wrong. */
export interface RemotePolicy {
  /** How often a call is sent at most. */
  readonly attempts: number;
  /** Whether the same call may be sent again after a reply was lost. */
  mayRepeat(operation: Operation): boolean;
  /** What to do with a redirect. */
  readonly redirect: 'follow' | 'manual';
  /** The reply in the text. Throws when there is none. */
  read(text: string): RemoteReply;
  /** What an error says when the service cannot be reached. */
  networkMessage(token: string): string;
}

/** What a careful provider does. */
export const carefulPolicy: RemotePolicy = {
  attempts: 4,
  mayRepeat: ({ repeat }) => repeat === 'safe',
  redirect: 'manual',
  read(text) {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('result' in body || 'error' in body)) {
      throw new SyntaxError('The reply has another form.');
    }
    return body as RemoteReply;
  },
  networkMessage: () => 'The service cannot be reached.',
};

/** How a provider reaches its service. */
export interface RemoteOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly token: string;
  readonly limits: Limits;
  readonly policy?: RemotePolicy;
}

const REFUSED: Readonly<Record<number, BillingErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  429: 'rate_limited',
  503: 'unavailable',
};

/** What went wrong with one attempt. `unsent`: the service did nothing. */
interface Failure {
  readonly code: BillingErrorCode;
  readonly message: string;
  readonly unsent: boolean;
  readonly passing: boolean;
}

function failureOfStatus(status: number): Failure | undefined {
  const code = REFUSED[status];
  const message = `The service answered ${status}.`;
  if (code !== undefined) {
    return { code, message, unsent: true, passing: code === 'rate_limited' || status === 503 };
  }
  if (status >= 500) return { code: 'unavailable', message, unsent: false, passing: true };
  if (status < 300 || status >= 400) return undefined;
  return { code: 'malformed_response', message, unsent: true, passing: false };
}

function failureOfConnection(error: unknown, message: string): Failure {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  const unsent = code === 'ECONNREFUSED';
  return { code: unsent ? 'network' : 'unavailable', message, unsent, passing: true };
}

const MALFORMED: Failure = {
  code: 'malformed_response',
  message: 'The reply of the service cannot be read.',
  unsent: false,
  passing: false,
};

class RemoteCall {
  readonly #options: RemoteOptions;
  readonly #policy: RemotePolicy;
  readonly #operation: Operation;
  readonly #input: unknown;
  readonly #context: HandlerContext;

  constructor(
    options: RemoteOptions,
    operation: Operation,
    input: unknown,
    context: HandlerContext,
  ) {
    this.#options = options;
    this.#policy = options.policy ?? carefulPolicy;
    this.#operation = operation;
    this.#input = input;
    this.#context = context;
  }

  #send(): Promise<Response> {
    const { idempotencyKey, signal } = this.#context;
    const headers = new Headers({
      authorization: `Bearer ${this.#options.token}`,
      'content-type': 'application/json',
    });
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    return this.#options.fetch(`https://billing.example/${this.#operation.id}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(this.#input),
      redirect: this.#policy.redirect,
      signal,
    });
  }

  async #read(response: Response): Promise<unknown> {
    const failure = failureOfStatus(response.status);
    if (failure !== undefined) throw failure;
    let body: RemoteReply;
    try {
      body = this.#policy.read(await response.text());
    } catch {
      throw MALFORMED;
    }
    if (body.error !== undefined) throw new BillingError(body.error.code, body.error);
    return body.result;
  }

  async #attempt(): Promise<unknown> {
    let response: Response;
    try {
      response = await this.#send();
    } catch (error) {
      throw failureOfConnection(error, this.#policy.networkMessage(this.#options.token));
    }
    return this.#read(response);
  }

  #ended({ code, message, unsent }: Failure): BillingError {
    if (unsent || this.#operation.repeat === 'safe') return new BillingError(code, { message });
    return new BillingError('outcome_unknown', {
      message: `${message} Nobody knows whether the call was done.`,
      details: { lookup: `List what ${this.#operation.id} makes, and look for it.` },
    });
  }

  async result(): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt();
      } catch (error) {
        if (BillingError.is(error)) throw error;
        const failure = error as Failure;
        const again =
          failure.passing && (failure.unsent || this.#policy.mayRepeat(this.#operation));
        if (!again || attempt >= this.#policy.attempts) throw this.#ended(failure);
      }
    }
  }
}

/** A provider over HTTP for every operation of the contract, as small as it can be. */
export function createRemote(options: RemoteOptions): Billing {
  const handlers: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of operations) {
    const [port, name] = id.split('.') as [string, string];
    const handle = (input: unknown, context: HandlerContext) =>
      new RemoteCall(options, operation, input, context).result();
    handlers[port] = { ...handlers[port], [name]: native(handle) };
  }
  return defineProvider({
    id: 'remote',
    handlers: handlers as unknown as Handlers,
    limits: options.limits,
  }) as unknown as Billing;
}
