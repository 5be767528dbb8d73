import type { Warning } from './contract/warning.ts';

/** One page of a list. `nextCursor` is absent on the last one; it is opaque. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  /** What the provider emulated, approximated or left out to make this page. */
  readonly warnings?: readonly Warning[];
}

/** Fetches the page that `cursor` points to, or the first. */
export type FetchPage<Item> = (cursor: string | undefined) => Promise<Page<Item>>;

/**
 * A list that has not been fetched yet. Await it for one page, or walk every item of every page:
 *
 * ```ts
 * const page = await billing.customers.list({ limit: 20 });
 * for await (const customer of billing.customers.list()) console.log(customer.name);
 * ```
 *
 * Awaiting twice fetches once; each walk starts at the beginning.
 */
export class Listing<Item> implements PromiseLike<Page<Item>>, AsyncIterable<Item> {
  readonly #fetchPage: FetchPage<Item>;
  readonly #start: string | undefined;
  #first: Promise<Page<Item>> | undefined;

  constructor(fetchPage: FetchPage<Item>, start?: string) {
    this.#fetchPage = fetchPage;
    this.#start = start;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting a list for its page is what the class is for.
  then<Result1 = Page<Item>, Result2 = never>(
    onPage?: ((page: Page<Item>) => Result1 | PromiseLike<Result1>) | null,
    onError?: ((error: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    this.#first ??= this.#fetchPage(this.#start);
    return this.#first.then(onPage, onError);
  }

  catch<Result = never>(
    onError?: ((error: unknown) => Result | PromiseLike<Result>) | null,
  ): Promise<Page<Item> | Result> {
    return this.then(null, onError);
  }

  finally(onSettled?: (() => void) | null): Promise<Page<Item>> {
    return this.then().finally(onSettled);
  }

  /** Every page in order, fetched as it is asked for. */
  async *pages(): AsyncGenerator<Page<Item>, void, void> {
    let cursor = this.#start;
    do {
      const page = await this.#fetchPage(cursor);
      yield page;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** Every item of every page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    for await (const page of this.pages()) yield* page.items;
  }
}
