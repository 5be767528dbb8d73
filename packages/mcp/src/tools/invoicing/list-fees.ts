import type { Fee, Invoice } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';

/** Where in the lines of an invoice a page begins. */
const CURSOR = /^fees:(\d{1,6})$/;

/** A page of the lines of an invoice, which come with it as a whole. */
export function listFees(
  { fees }: Invoice,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { items: readonly Fee[]; nextCursor?: string } {
  const start = cursor === undefined ? 0 : Number(CURSOR.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(start) || start > fees.length) {
    throw new Refusal('invalid_arguments', {
      field: 'cursor',
      message: 'cursor: it belongs to another list.',
      next: 'Leave it out for the first page.',
    });
  }
  const end = start + limit;
  return {
    items: fees.slice(start, end),
    ...(end < fees.length && { nextCursor: `fees:${end}` }),
  };
}
