import type { Tool } from '../tool.ts';
import { getCatalog } from './get-catalog.ts';
import { getCredits } from './get-credits.ts';
import { getCustomer } from './get-customer.ts';
import { getInvoice } from './get-invoice.ts';
import { getSubscription } from './get-subscription.ts';
import { getUsage } from './get-usage.ts';
import { listCustomers } from './list-customers.ts';
import { listInvoices } from './list-invoices.ts';
import { listUsageEvents } from './list-usage-events.ts';
import { previewCharges } from './preview-charges.ts';
import { searchBilling } from './search-billing.ts';

/** The tools of `core` that only look, in the order of `facts/mcp.md §f`. */
export const CORE_READING: readonly Tool[] = [
  searchBilling,
  getCustomer,
  listCustomers,
  getUsage,
  listUsageEvents,
  getCatalog,
  getSubscription,
  listInvoices,
  getInvoice,
  previewCharges,
  getCredits,
];
