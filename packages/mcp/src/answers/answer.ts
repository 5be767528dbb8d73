/** Plain JSON. Amounts are decimal strings with their currency, never numbers. */
export type Fact =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Fact[]
  | { readonly [name: string]: Fact };

/** What a tool found or did. The text of the result and its structured content both come from this. */
export interface Answer {
  /** One sentence, in our words: `3 invoices of Acme (acme), newest first.` */
  readonly summary: string;
  /** The facts, by name. Rows of a list are `items`. */
  readonly facts: { readonly [name: string]: Fact };
  /** How to go on: the next page, the next call. One sentence. */
  readonly next?: string | undefined;
  /**
   * How to get the items that do not fit in one answer when only the first `shown` do: in place of
   * `next`. One sentence.
   */
  readonly rest?: ((shown: number) => string) | undefined;
  /** What the provider emulated, approximated or left out. */
  readonly warnings?: readonly { readonly code: string; readonly message: string }[] | undefined;
  /** It holds a link that lets anybody in: kept out of logs and audit. */
  readonly isSensitive?: boolean | undefined;
}
