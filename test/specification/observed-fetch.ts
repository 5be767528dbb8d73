import type { Reply } from './specification.ts';

/** A request, with its body, and the reply to it. */
export interface Exchange {
  readonly sent: string;
  readonly reply: Reply;
}

/**
 * A `fetch` that tells of each exchange below a path.
 * @param root what paths of the interface begin with, such as `/api/v1`; others are not told
 */
export function observedFetch(
  inner: typeof globalThis.fetch,
  root: string,
  tell: (exchange: Exchange) => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    // A request is not copied: that would take its body.
    const { method, url } =
      input instanceof Request ? input : { method: init?.method ?? 'GET', url: String(input) };
    const sent = input instanceof Request ? await input.clone().text() : String(init?.body ?? '');
    const response = await inner(input, init);
    const { pathname } = new URL(url);
    if (!pathname.startsWith(root)) return response;
    const text = await response.clone().text();
    const path = pathname.slice(root.length);
    tell({ sent, reply: { method, path, status: response.status, text } });
    return response;
  };
}
