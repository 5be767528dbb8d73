import { BillingError } from '@billport/core';

/**
 * A cursor says after which row of which list a page begins. Callers see it as opaque text.
 * @param list Name of the list: the cursor is good for no other.
 */
export function encodeCursor(list: string, position: readonly number[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

/**
 * The position that a cursor of this list holds, so many numbers; undefined for the first page.
 * @throws BillingError `invalid_input` for text that is not a cursor of this list.
 */
export function decodeCursor(
  cursor: string | undefined,
  list: string,
  length: number,
): readonly number[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(decoded) && decoded[0] === list) {
      const position = decoded.slice(1);
      if (position.length === length && position.every(Number.isSafeInteger)) return position;
    }
  } catch {
    // Falls through: text that is not JSON is no cursor either.
  }
  throw new BillingError('invalid_input', {
    message: 'cursor: pass the `nextCursor` of a page of the same list.',
    issues: [{ path: ['cursor'], message: 'Pass the `nextCursor` of a page of the same list.' }],
  });
}
