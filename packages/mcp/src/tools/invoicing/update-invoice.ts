import { contract, type Invoice, type OperationId } from '@billport/core';
import { z } from 'zod';
import { Refusal } from '../../answers/refusal.ts';
import { shownInvoiceWithFees } from '../../answers/shown/index.ts';
import { findInvoice } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { requireMoneyScope } from '../money-scope.ts';
import { invoiceBasis, namedInvoice } from '../named-document.ts';
import { reference } from '../reference.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const updateArguments = z.strictObject({
  invoice: reference().describe('Id or number.'),
  action: z
    .enum(['update', 'refresh', 'retry'])
    .describe('update: metadata. refresh: a draft. retry: a failed one.'),
  ...fieldsOf(contract.invoices.update, ['metadata']),
});

type Arguments = z.output<typeof updateArguments>;

/** What each action does, and to an invoice of which status. */
const ACTIONS: Readonly<
  Record<Arguments['action'], { operation: OperationId; status?: Invoice['status']; says: string }>
> = {
  update: { operation: 'invoices.update', says: 'Replace the whole metadata of' },
  refresh: {
    operation: 'invoices.refresh',
    status: 'draft',
    says: 'Compute again, with the usage recorded since,',
  },
  retry: {
    operation: 'invoices.retry',
    status: 'failed',
    says: 'Compute again, and make final if that is due,',
  },
};

/** @throws Refusal `invalid_arguments` for metadata without update, or the other way round. */
function checkMetadata({ action, metadata }: Arguments): void {
  if ((action === 'update') === (metadata !== undefined)) return;
  throw new Refusal('invalid_arguments', {
    field: 'metadata',
    message: `metadata: ${action === 'update' ? 'it is what update changes' : `${action} takes none`}.`,
    next: `Call again with${action === 'update' ? '' : 'out'} metadata.`,
  });
}

/** @throws Refusal `invalid_arguments` for an invoice in another state. */
function checkStatus(invoice: Invoice, action: Arguments['action']): void {
  const { status } = ACTIONS[action];
  if (status === undefined || invoice.status === 'unknown' || invoice.status === status) return;
  throw new Refusal('invalid_arguments', {
    field: 'action',
    message: `action: ${action} needs a ${status} invoice, and this is ${namedInvoice(invoice)}.`,
    next: 'get_invoice shows it.',
  });
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const { action, metadata } = args;
  const { operation, says } = ACTIONS[action];
  checkMetadata(args);
  requireOperation(call, operation);
  if (action === 'retry') requireMoneyScope(call, 'Computing a failed invoice again');
  const invoice = await findInvoice(call, args.invoice);
  checkStatus(invoice, action);
  const input = { invoiceId: invoice.id, ...(metadata !== undefined && { metadata }) };
  return {
    effect: `${says} ${namedInvoice(invoice)}.`,
    needsConsent: action === 'retry',
    targets: [`customer:${invoice.customerKey}`, `invoice:${invoice.id}`],
    basis: invoiceBasis(invoice),
    calls: [{ operation, input }],
    show: (results) => {
      const [updated] = results as [Invoice];
      return {
        summary: `Done (${action}): ${namedInvoice(updated)}.`,
        facts: { invoice: shownInvoiceWithFees(updated, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

/** Changes the metadata of an invoice, or computes a draft or a failed one again. */
export const updateInvoice = changingTool({
  name: 'update_invoice',
  title: 'Update invoice',
  description: 'Set metadata of an invoice, or compute a draft or failed one again.',
  toolset: 'invoicing',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    // A retry that worked leaves nothing to retry: the second call is refused and changes nothing.
    idempotentHint: true,
    openWorldHint: true,
  },
  needs: [
    ['invoices.update', 'invoices.refresh', 'invoices.retry'],
    ['invoices.get', 'invoices.list'],
  ],
  arguments: updateArguments,
  plan,
});
