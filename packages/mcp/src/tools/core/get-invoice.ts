import { z } from 'zod';
import { shortMoney, shownInvoiceWithFees } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { findInvoice } from '../../arguments/references/index.ts';
import { READING } from '../reading-safety.ts';
import { invoiceReference } from '../references.ts';
import { warningsOf } from '../result-warnings.ts';
import { readingTool } from '../tool.ts';

/** One invoice with its lines. */
export const getInvoice = readingTool({
  name: 'get_invoice',
  title: 'Get invoice',
  description: 'One invoice with its lines, taxes, coupons and credits: why it costs what it does.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['invoices.get', 'invoices.list']],
  arguments: z.strictObject({ invoice: invoiceReference() }),
  read: async ({ invoice: reference }, call) => {
    const invoice = await findInvoice(call, reference);
    const { id, number, customerKey, status, totals } = invoice;
    return {
      summary: `Invoice ${words(number ?? id)} of customer ${words(customerKey)}, ${status}: ${shortMoney(totals.total)}, of which ${shortMoney(totals.due)} is due.`,
      facts: { invoice: shownInvoiceWithFees(invoice, call.detailed) },
      warnings: warningsOf([invoice]),
    };
  },
});
