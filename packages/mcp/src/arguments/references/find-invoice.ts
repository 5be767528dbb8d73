import type { Invoice } from '@billport/core';
import { shortMoney } from '../../answers/shown/short.ts';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The invoice with this id, or else with this number; with `customerKey`, only among the
 * invoices of that customer.
 *
 * @throws Refusal `ambiguous` with candidates, `not_found`, or `invalid_arguments` for one of
 *   another customer.
 */
export function findInvoice(
  { billing }: ToolCall,
  reference: string,
  within: { readonly customerKey?: string | undefined } = {},
): Promise<Invoice> {
  return findReference<Invoice>({
    noun: 'invoice',
    field: 'invoice',
    accepts: 'id or number',
    reference,
    get: (invoiceId) => billing.invoices.get({ invoiceId }),
    list: () => billing.invoices.list({ limit: 100, customerKey: within.customerKey }),
    ofCustomer: within.customerKey,
    ownerOf: ({ customerKey }) => customerKey,
    hasUniqueNames: true,
    keyOf: ({ id }) => id,
    namesOf: ({ id, number }) => [id, number],
    candidate: ({ id, number, customerKey, issuingDate, totals }) => ({
      id,
      number,
      customerKey,
      issuingDate,
      total: shortMoney(totals.total),
    }),
  });
}
