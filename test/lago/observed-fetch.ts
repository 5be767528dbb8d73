import type { Reply } from './specification.ts';

/** A `fetch` that tells of each reply of Lago's interface. */
export function observedFetch(
  inner: typeof globalThis.fetch,
  tell: (reply: Reply) => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    // A request is not copied: that would take its body.
    const { method, url } =
      input instanceof Request ? input : { method: init?.method ?? 'GET', url: String(input) };
    const response = await inner(input, init);
    const { pathname } = new URL(url);
    if (!pathname.startsWith('/api/v1')) return response;
    const text = await response.clone().text();
    tell({ method, path: pathname.slice('/api/v1'.length), status: response.status, text });
    return response;
  };
}
