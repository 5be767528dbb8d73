/** The second argument of every operation. */
export interface CallOptions {
  /** Gives up when it fires: the call rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Gives up after this many milliseconds: the call rejects with `timeout`. */
  readonly timeoutMs?: number | undefined;
  /**
   * Names this call. A repeat with the same key and the same input returns the first result and
   * does nothing more, where the provider knows such keys (`limits.idempotencyKeys`).
   */
  readonly idempotencyKey?: string | undefined;
  /** Extras for one provider, by provider id: `{ lago: { … } }`. Others ignore them. */
  readonly providerOptions?: Readonly<Record<string, unknown>> | undefined;
}
