import type { Tool } from '../tool.ts';
import { collectInvoice } from './collect-invoice.ts';
import { createCreditNote } from './create-credit-note.ts';
import { createInvoice } from './create-invoice.ts';
import { getLink } from './get-link.ts';
import { listBillingDocuments } from './list-billing-documents.ts';
import { updateInvoice } from './update-invoice.ts';
import { voidDocument } from './void-document.ts';

/** The tools of `invoicing`, in the order of `facts/mcp.md §f`. */
export const INVOICING: readonly Tool[] = [
  createInvoice,
  updateInvoice,
  collectInvoice,
  voidDocument,
  createCreditNote,
  listBillingDocuments,
  getLink,
];
