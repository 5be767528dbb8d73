declare const PATH: unique symbol;

/** A path whose segments are encoded. Made by {@link path} only. */
export type RequestPath = string & { readonly [PATH]: true };

/**
 * A segment that means itself: `encodeURIComponent` leaves dots, and servers that read a dot as
 * the start of a format, or `..` as the folder above, would take another thing
 * (`facts/lago.md §a`).
 */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E');
}

/**
 * Writes a path with every inserted value encoded as one segment.
 *
 * @example
 * ```ts
 * path`/customers/${'acme.com/eu'}/wallets`; // '/customers/acme%2Ecom%2Feu/wallets'
 * ```
 */
export function path(parts: TemplateStringsArray, ...segments: readonly string[]): RequestPath {
  const text = parts.reduce(
    (written, part, index) => `${written}${encodeSegment(segments[index - 1] ?? '')}${part}`,
  );
  return text as RequestPath;
}
