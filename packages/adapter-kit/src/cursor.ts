import { invalidInput } from '@billport/core';

/** What a cursor holds: where a walk stands. */
export type Position = readonly (string | number | null | readonly string[])[];

/** FNV-1a: tells texts apart that were changed by chance or mixed up. It keeps nothing secret. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/** Base64 for addresses, of text in any script. */
function encode(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (each) => String.fromCharCode(each));
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(cursor: string): string {
  const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)));
}

/**
 * Writes an opaque cursor.
 * @param list names the list and its filters: the cursor fits no other
 */
export function writeCursor(list: string, position: Position): string {
  const text = JSON.stringify(position);
  return encode(`${checksum(`${list}\n${text}`)}${text}`);
}

function parse(cursor: string): Position | undefined {
  try {
    const text = decode(cursor);
    const position: unknown = JSON.parse(text.slice(text.indexOf('[')));
    return Array.isArray(position) ? position : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a cursor.
 * @param list as it was written with
 * @param isPosition whether what it holds is of the right form
 * @throws BillingError `invalid_input` for a cursor that was changed, made up or of another list.
 */
export function readCursor<Read extends Position>(
  list: string,
  cursor: string,
  isPosition: (position: Position) => position is Read,
): Read {
  const position = parse(cursor);
  // The form first: what is nested too deep cannot be written.
  if (position !== undefined && isPosition(position) && writeCursor(list, position) === cursor) {
    return position;
  }
  const message = 'Pass `nextCursor` of the page before, as it is, with the same filters.';
  throw invalidInput([{ path: ['cursor'], message, rule: 'cursor' }]);
}
