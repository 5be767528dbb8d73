import { invalidInput } from '@billport/core';

declare const PATH: unique symbol;

/** A path whose segments are encoded. Made by {@link path} only. */
export type RequestPath = string & { readonly [PATH]: true };

function refuse(message: string): never {
  throw invalidInput([{ path: [], message, rule: 'path_segment' }]);
}

/**
 * A segment that means itself: `encodeURIComponent` leaves dots, and servers that read a dot as
 * the start of a format, or `..` as the folder above, would take another thing
 * (`facts/lago.md §a`).
 */
function encodeSegment(segment: string): string {
  // Without it the path is that of the list, or of all there is.
  if (segment === '') refuse('A key cannot be empty: give one.');
  // Encoded or not, URLs take these for this folder and the one above.
  if (segment === '.' || segment === '..')
    refuse('A key that is . or .. cannot be put in an address: choose another one.');
  if (!segment.isWellFormed())
    refuse('A key must be whole characters: this one has half of a surrogate pair.');
  return encodeURIComponent(segment).replaceAll('.', '%2E');
}

/**
 * Writes a path with every inserted value encoded as one segment.
 *
 * @example
 * ```ts
 * path`/customers/${'acme.com/eu'}/wallets`; // '/customers/acme%2Ecom%2Feu/wallets'
 * ```
 * @throws BillingError `invalid_input` for a value that would mean another path: an empty one, `.`
 *   and `..`, and text that is none.
 */
export function path(parts: TemplateStringsArray, ...segments: readonly string[]): RequestPath {
  const text = parts.reduce(
    (written, part, index) => `${written}${encodeSegment(segments[index - 1] ?? '')}${part}`,
  );
  return text as RequestPath;
}
