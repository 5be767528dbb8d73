import {
  createHttpClient,
  everyRow,
  type HttpClient,
  type HttpRequest,
  type OffsetList,
  offsetPage,
  type RequestPath,
} from '@billport/adapter-kit';
import { BillingError, type Clock, type HandlerContext, type Page } from '@billport/core';
import { lagoErrors } from './errors.ts';

/** What the handlers know of a call: its signal, if any. */
export type CallContext = Pick<HandlerContext, 'signal'> | undefined;

/** A request to Lago, of a path behind `/api/v1`. */
export type LagoRequest = Omit<HttpRequest, 'signal'>;

/** A list of Lago and how its rows become items. */
export interface LagoList<Row, Item> extends Pick<OffsetList<Row, Item>, 'keep' | 'toItem'> {
  /** What tells rows apart; `lago_id` when absent. */
  readonly idOf?: (row: Row) => string;
  readonly path: RequestPath;
  readonly query?: HttpRequest['query'];
  readonly about?: HttpRequest['about'];
  /** The key of the reply under which the rows stand. */
  readonly root: string;
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function malformed(what: string): BillingError {
  return new BillingError('malformed_response', { message: `Lago answered ${what}.` });
}

/**
 * The object under the root key of a reply.
 * @throws BillingError `malformed_response` when there is none.
 */
export function unwrap<Wire>(body: unknown, root: string): Wire {
  const inner = isFields(body) ? body[root] : undefined;
  if (!isFields(inner)) throw malformed(`without ${root}`);
  return inner as Wire;
}

/**
 * The rows under the root key of a reply, and whether there are more.
 * @throws BillingError `malformed_response` when there are none.
 */
export function unwrapRows<Row>(body: unknown, root: string): { rows: Row[]; more: boolean } {
  const rows = isFields(body) ? body[root] : undefined;
  if (!Array.isArray(rows) || !rows.every(isFields)) throw malformed(`without a list of ${root}`);
  // Counts are cached for half an hour: only `next_page` tells (`facts/lago.md §a`).
  const meta = isFields(body) && isFields(body.meta) ? body.meta : {};
  return { rows: rows as Row[], more: typeof meta.next_page === 'number' && rows.length > 0 };
}

const lagoId = (row: object) => String((row as Fields).lago_id);

/** What a connection is made from. */
export interface ConnectionOptions {
  /** Without `/api/v1`. */
  readonly rootUrl: string;
  readonly apiKey: string;
  readonly premium: boolean;
  readonly eventStore: 'postgres' | 'clickhouse' | undefined;
  readonly usageConcurrency: number;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxAttempts: number | undefined;
}

/** One account at Lago: what every port works with. */
export interface Connection
  extends Pick<ConnectionOptions, 'premium' | 'eventStore' | 'usageConcurrency' | 'clock'> {
  /** Paths behind `/api/v1`. */
  readonly api: HttpClient;
  /** Paths outside of it: `/health`. */
  readonly root: HttpClient;
  /** Sends a request and brings the parsed body. */
  send(request: LagoRequest, context: CallContext): Promise<unknown>;
  /** Sends a request and brings the object under the root key of the reply. */
  one<Wire>(root: string, request: LagoRequest, context: CallContext): Promise<Wire>;
  /** Reads the object under the root key of the reply. */
  read<Wire>(
    root: string,
    path: RequestPath,
    context: CallContext,
    rest?: Pick<LagoRequest, 'query' | 'about' | 'bucket'>,
  ): Promise<Wire>;
  /** One page of a list, as the contract has it. */
  page<Row extends object, Item>(
    list: LagoList<Row, Item>,
    context: CallContext,
  ): Promise<Page<Item>>;
  /** Every row of a list, in pages of 100, each once. */
  rows<Row extends object>(
    list: Pick<LagoList<Row, Row>, 'path' | 'query' | 'root' | 'about' | 'idOf'>,
    context: CallContext,
  ): AsyncGenerator<Row, void, void>;
}

/** Opens a connection. Nothing is sent yet. */
export function connect(options: ConnectionOptions): Connection {
  const { rootUrl, apiKey, premium, eventStore, usageConcurrency, clock } = options;
  const client = (baseUrl: string) =>
    createHttpClient({
      provider: 'lago',
      baseUrl,
      addressSetting: 'url, LAGO_API_URL or region',
      authorization: () => `Bearer ${apiKey}`,
      errors: lagoErrors,
      fetch: options.fetch,
      timeoutMs: options.timeoutMs,
      maxAttempts: options.maxAttempts,
      clock,
    });
  const api = client(`${rootUrl}/api/v1`);

  async function send(request: LagoRequest, context: CallContext): Promise<unknown> {
    const { body } = await api.send({ ...request, signal: context?.signal });
    return body;
  }

  const pagesOf =
    <Row>(
      list: Pick<LagoList<Row, Row>, 'path' | 'query' | 'about' | 'root'>,
      context: CallContext,
    ) =>
    async (page: number, perPage: number) => {
      const { path, about, root } = list;
      const query = { ...list.query, page, per_page: perPage };
      const body = await send({ method: 'GET', path, about, repeat: 'read', query }, context);
      return unwrapRows<Row>(body, root);
    };

  const connection: Connection = {
    premium,
    eventStore,
    usageConcurrency,
    clock,
    api,
    root: client(rootUrl),
    send,
    async one<Wire>(root: string, request: LagoRequest, context: CallContext) {
      const check = (body: unknown) =>
        isFields(body) && isFields(body[root]) ? undefined : `no ${root}`;
      return unwrap<Wire>(await send({ ...request, check }, context), root);
    },
    read: (root, path, context, rest) =>
      connection.one(root, { method: 'GET', path, repeat: 'read', ...rest }, context),
    page({ path, query, about, root, ...list }, context) {
      return offsetPage({
        ...list,
        scope: `${path} ${JSON.stringify(query)}`,
        idOf: list.idOf ?? lagoId,
        fetch: pagesOf({ path, query, about, root }, context),
      });
    },
    rows({ path, query, about, root, idOf }, context) {
      return everyRow({
        idOf: idOf ?? lagoId,
        fetch: pagesOf({ path, query, about, root }, context),
      });
    },
  };
  return connection;
}
