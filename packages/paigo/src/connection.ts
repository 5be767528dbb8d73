import {
  createHttpClient,
  type ErrorTable,
  type HttpClient,
  type HttpRequest,
  type RequestPath,
} from '@billport/adapter-kit';
import { BillingError, type Clock, type HandlerContext } from '@billport/core';
import { paigoErrors, quietErrors } from './errors.ts';
import { ProviderTime } from './provider-time.ts';
import { KNOWN_FIELDS } from './saving/known-fields.ts';
import { PutHabit } from './saving/put-habit.ts';
import { tokenAuthorization } from './token.ts';
import { Turns } from './turns.ts';
import { dataOf, type Fields } from './wire/reading.ts';

/** What the handlers know of a call: its signal, if any. */
export type CallContext = Pick<HandlerContext, 'signal'> | undefined;

/** A request to Paigo. */
export type PaigoRequest = Omit<HttpRequest, 'signal'>;

/** What a connection is made from. */
export interface ConnectionOptions {
  /** Where the API begins, without a slash at its end. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly audience: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly paymentChannel: 'manual' | 'Stripe';
  readonly usageConcurrency: number;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxAttempts: number | undefined;
  /** Longest reply, in bytes when unpacked. */
  readonly maxReplyBytes: number;
}

/** One account at Paigo: what every port works with. */
export interface Connection
  extends Pick<ConnectionOptions, 'paymentChannel' | 'usageConcurrency' | 'clock'> {
  readonly api: HttpClient;
  /** What Paigo's replies tell of its clock. */
  readonly time: ProviderTime;
  /** The same, for requests that hold secrets: its errors have none of Paigo's words. */
  readonly quietApi: HttpClient;
  /** Lets changes of one thing wait for each other. */
  readonly turns: Turns;
  /** What is known of how this account takes changes, by kind of thing. */
  readonly puts: Readonly<Record<keyof typeof KNOWN_FIELDS, PutHabit>>;
  /** Sends a request and brings the parsed body. */
  send(request: PaigoRequest, context: CallContext): Promise<unknown>;
  /** Reads everything under `data` of a reply. */
  readAll<Wire>(
    path: RequestPath,
    context: CallContext,
    rest?: Pick<PaigoRequest, 'query' | 'about' | 'bucket'>,
  ): Promise<Wire[]>;
  /**
   * Reads one thing. Nothing is there: 404, or no data (`facts/paigo.md §6.21`).
   * @throws BillingError `not_found`
   */
  readOne<Wire>(
    path: RequestPath,
    about: NonNullable<PaigoRequest['about']>,
    context: CallContext,
    rest?: Pick<PaigoRequest, 'query' | 'bucket'>,
  ): Promise<Wire>;
}

/** Opens a connection. Nothing is sent yet. */
export function connect(options: ConnectionOptions): Connection {
  const { url, paymentChannel, usageConcurrency, clock } = options;
  const authorization = tokenAuthorization(options);
  const client = (errors: ErrorTable) =>
    createHttpClient({
      provider: 'paigo',
      baseUrl: url,
      addressSetting: 'url (PAIGO_API_URL)',
      authorization,
      errors,
      fetch: options.fetch,
      timeoutMs: options.timeoutMs,
      maxAttempts: options.maxAttempts,
      maxBodyBytes: options.maxReplyBytes,
      clock,
    });
  const api = client(paigoErrors);
  const connection: Connection = {
    paymentChannel,
    usageConcurrency,
    clock,
    api,
    time: new ProviderTime(),
    quietApi: client(quietErrors),
    turns: new Turns(),
    puts: {
      customer: new PutHabit(KNOWN_FIELDS.customer),
      dimension: new PutHabit(KNOWN_FIELDS.dimension),
      offering: new PutHabit(KNOWN_FIELDS.offering),
    },
    async send(request, context) {
      const { body, headers } = await api.send({ ...request, signal: context?.signal });
      connection.time.heard(headers, clock.now());
      return body;
    },
    async readAll<Wire>(
      path: RequestPath,
      context: CallContext,
      rest?: Pick<PaigoRequest, 'query' | 'about' | 'bucket'>,
    ) {
      const body = await connection.send({ method: 'GET', path, repeat: 'read', ...rest }, context);
      return dataOf(body) as Fields[] as Wire[];
    },
    async readOne<Wire>(
      path: RequestPath,
      about: NonNullable<PaigoRequest['about']>,
      context: CallContext,
      rest?: Pick<PaigoRequest, 'query' | 'bucket'>,
    ) {
      const [found] = await connection.readAll<Wire>(path, context, { about, ...rest });
      if (found !== undefined) return found;
      throw new BillingError('not_found', {
        message: `There is no ${about.resource} ${JSON.stringify(about.key)}.`,
        details: { resource: about.resource, key: about.key },
      });
    },
  };
  return connection;
}
