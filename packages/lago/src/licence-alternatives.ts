import type { OperationId } from '@billport/core';

/** What to use instead of an operation that takes a licence (`facts/lago.md §b`, Premium). */
export const licenceAlternatives: Readonly<Partial<Record<OperationId, string>>> = {
  'invoices.preview':
    'take usage.current for what is used so far; previews take a licence of Lago.',
  'creditNotes.create':
    'void an invoice that is not paid (invoices.void), or add granted credits (credits.add); credit notes take a licence of Lago.',
  'creditNotes.estimate': 'credit notes take a licence of Lago.',
};
