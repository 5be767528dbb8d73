import type { HttpRequest } from './http-request.ts';
import type { Reply } from './reply.ts';

/** One request as it goes out. Redirects are not followed. */
export interface Transmission {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  /** Ends the request and the reading of its reply. */
  readonly signal: AbortSignal;
}

/** Sends one request once, and settles when the headers of the reply are there. */
export type Transmit = (
  url: string,
  init: Transmission,
  expects: HttpRequest['expects'],
) => Promise<Reply>;
