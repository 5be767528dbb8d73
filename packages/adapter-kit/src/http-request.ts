import type { ReplyHeaders } from './reply.ts';
import type { RequestPath } from './request-path.ts';

/** A query parameter. A list is written as `name[]=a&name[]=b`; undefined is left out. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** What may be done after a request failed. */
export type RequestRepeat =
  /** Changes nothing: sent again after any failure that may pass. */
  | 'read'
  /** Changes something, and a second time nothing more: sent again in the same cases. */
  | 'safe'
  /** A second time does it a second time: sent again only where the service did not get it. */
  | 'never';

/** What a request is about: `{ resource: 'customer', key: 'acme' }`. */
export interface RequestSubject {
  readonly resource: string;
  readonly key: string;
  /**
   * The keys of other things that it names, by resource, such as `{ plan: 'pro' }`: where the service
   * says that one of these is missing or in the way, the error names it too.
   */
  readonly named?: Readonly<Record<string, string>> | undefined;
}

/** One request to a service. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: RequestPath;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The body as JSON text, where it is there already: instead of `body`. */
  readonly json?: string | undefined;
  readonly repeat: RequestRepeat;
  /** How to find out whether a write landed, where that cannot be known: `details.lookup`. */
  readonly lookup?: string | undefined;
  /** What it is about, for errors. */
  readonly about?: RequestSubject | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * What a success carries. `json` (when absent); `json_or_nothing`: an empty body is undefined;
   * `text`; `receipt`: JSON that is drained and not parsed, sent on the shortest way: for many small
   * writes.
   */
  readonly expects?: 'json' | 'json_or_nothing' | 'text' | 'receipt' | undefined;
  /**
   * What is wrong with the parsed body of a success, as in "answered with …", such as `no customer`;
   * undefined when nothing is. What does not pass is `malformed_response` for a read, and
   * `outcome_unknown` for a write: it landed, and nobody can read what came of it.
   */
  readonly check?: ((body: unknown) => string | undefined) | undefined;
  /** Requests of one bucket share the service's rate limit; one bucket when absent. */
  readonly bucket?: string | undefined;
}

/** What the service answered with success. */
export interface HttpReply {
  readonly status: number;
  /**
   * The parsed body, in which numbers that JavaScript would cut are text; text with `expects: 'text'`; undefined
   * for nothing and for a receipt.
   */
  readonly body: unknown;
  readonly headers: ReplyHeaders;
  /** The service's own id of the request, for its support. */
  readonly requestId: string | undefined;
}
