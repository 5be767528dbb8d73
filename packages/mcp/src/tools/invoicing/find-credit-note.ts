import type { CreditNote } from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';
import { findReference } from '../../arguments/references/find-reference.ts';
import type { ToolCall } from '../tool-call.ts';

/**
 * The credit note with this id, or else with this number.
 * @param field the argument that held the reference
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findCreditNote(
  { billing }: ToolCall,
  reference: string,
  field: string,
): Promise<CreditNote> {
  return findReference<CreditNote>({
    noun: 'credit note',
    field,
    accepts: 'id or number',
    reference,
    get: (creditNoteId) => billing.creditNotes.get({ creditNoteId }),
    list: () => billing.creditNotes.list({ limit: 100 }),
    keyOf: ({ id }) => id,
    namesOf: ({ id, number }) => [id, number],
    hasUniqueNames: true,
    candidate: ({ id, number, customerKey, total }) => ({
      id,
      number,
      customerKey,
      total: shortMoney(total),
    }),
  });
}
