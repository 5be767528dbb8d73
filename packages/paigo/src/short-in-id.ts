const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * A text's hash as 16 hexadecimal digits: FNV-1a of 64 bits over its UTF-8. Whoever needs to know
 * which text it was compares the hashes of all.
 */
export function shortHash(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  return hash.toString(16).padStart(16, '0');
}

/** Stands before a hash in a text where `#` cannot stand. */
export const HASH_MARK = '#';

/**
 * A text as a part of an id: itself, or its hash where it is longer than there is room.
 * @param text without `#` at its beginning
 */
export const shortInId = (text: string, room: number): string =>
  text.length <= room ? text : `${HASH_MARK}${shortHash(text)}`;
