/** What can go wrong with a request, or with the delivery of a webhook. */
export const FAULT_KINDS = [
  'status',
  'latency',
  'reset',
  'html',
  'empty',
  'wrong_schema',
  'redirect',
  'huge',
  'duplicate_webhook',
] as const;

/**
 * What goes wrong:
 * - `status`: the answer is this status, 503 when absent
 * - `latency`: the right answer comes late
 * - `reset`: the connection breaks without an answer
 * - `html`: a proxy's page comes, with 502 when no status is given
 * - `empty`: the body has no byte
 * - `wrong_schema`: JSON of another shape comes
 * - `redirect`: the answer leads to another host
 * - `huge`: the body does not end soon
 * - `duplicate_webhook`: the next webhook is sent twice
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault to inject. */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind;
  /** How many requests it hits; 1 when absent, 0: all until it is taken away. */
  readonly times?: number;
  /** Only requests with this method. */
  readonly method?: string;
  /** Only requests to this path, behind `/api/v1` at Lago; `*` stands for anything. */
  readonly path?: string;
  /**
   * `write`: the request is carried out first, and then its answer is lost or spoilt; `none`
   * (when absent): it is not carried out. Latency alone never keeps a request from being done.
   */
  readonly after?: 'none' | 'write';
  /** The share of requests that are hit, above 0 and at most 1; all when absent. */
  readonly chance?: number;
  /** Begins the row of chances, so that the same seed hits the same requests; 1 when absent. */
  readonly seed?: number;
  /** HTTP status of `status`, `html`, `redirect`, `wrong_schema`. */
  readonly status?: number;
  /** How long `latency` waits, in milliseconds; 1,000 when absent. */
  readonly ms?: number;
  /** Length of the body of `huge`; 100 MB when absent. */
  readonly bytes?: number;
  /** Where `redirect` leads; another host when absent. */
  readonly location?: string;
  /** The body of `status` or `wrong_schema`. */
  readonly body?: unknown;
  /** Headers of the answer beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A fault that is in force. Its numbers go on while requests come in. */
export interface ActiveFault extends Fault {
  /** Counts the faults that were injected since the account began, from 1. */
  readonly id: number;
  /** How many requests it will still hit; Infinity: all. */
  left: number;
  /** How many requests it has hit. */
  hits: number;
}
