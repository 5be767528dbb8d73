import { BillingError } from '@billport/core';

/** A cursor says after which row a page begins. Callers see it as opaque text. */
export function encodeCursor(position: readonly number[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws BillingError `invalid_input` for text that is not a cursor of this list. */
export function decodeCursor(
  cursor: string | undefined,
  length: number,
): readonly number[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(position) &&
      position.length === length &&
      position.every(Number.isSafeInteger)
    ) {
      return position;
    }
  } catch {
    // Falls through: text that is not JSON is no cursor either.
  }
  throw new BillingError('invalid_input', {
    message: 'cursor: pass the `nextCursor` of a page of the same list.',
    issues: [{ path: ['cursor'], message: 'Pass the `nextCursor` of a page of the same list.' }],
  });
}
