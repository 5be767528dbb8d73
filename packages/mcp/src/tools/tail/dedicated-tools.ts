import type { OperationId } from '@billport/core';
import type { ToolName } from '../tool-names.ts';

/** Whose names are checked, amounts are previewed and answers are short: better than the tail. */
const TOOLS: Readonly<Partial<Record<ToolName, readonly OperationId[]>>> = {
  get_customer: ['customers.get'],
  list_customers: ['customers.list'],
  upsert_customer: ['customers.upsert'],
  get_usage: ['usage.current', 'usage.past', 'usage.estimateFees'],
  record_usage: ['usage.record'],
  list_usage_events: ['usage.listEvents', 'usage.getEvent'],
  get_catalog: [
    'metrics.get',
    'metrics.list',
    'plans.get',
    'plans.list',
    'coupons.get',
    'coupons.list',
    'taxes.get',
    'taxes.list',
  ],
  save_metric: ['metrics.create', 'metrics.update'],
  save_plan: ['plans.create', 'plans.update'],
  save_coupon: ['coupons.create', 'coupons.update'],
  get_subscription: ['subscriptions.get', 'subscriptions.list'],
  create_subscription: ['subscriptions.create', 'subscriptions.changePlan'],
  terminate_subscription: ['subscriptions.terminate'],
  list_invoices: ['invoices.list'],
  get_invoice: ['invoices.get'],
  preview_charges: ['invoices.preview', 'creditNotes.estimate'],
  get_credits: ['credits.getWallet', 'credits.listWallets', 'credits.listTransactions'],
  add_credits: ['credits.add', 'credits.createWallet'],
  apply_coupon: ['coupons.apply'],
  create_invoice: ['invoices.create'],
  update_invoice: ['invoices.update', 'invoices.refresh', 'invoices.retry'],
  collect_invoice: ['invoices.finalize', 'invoices.collect'],
  void_document: ['invoices.void', 'invoices.loseDispute', 'creditNotes.void'],
  create_credit_note: ['creditNotes.create'],
  list_billing_documents: ['creditNotes.list'],
  get_link: [
    'customers.createPortalLink',
    'customers.createCheckoutLink',
    'invoices.createPaymentLink',
    'invoices.createDownloadLink',
    'creditNotes.createDownloadLink',
  ],
  delete_record: [
    'customers.delete',
    'metrics.delete',
    'plans.delete',
    'coupons.delete',
    'coupons.remove',
    'taxes.delete',
  ],
};

const BY_OPERATION: ReadonlyMap<OperationId, ToolName> = new Map(
  Object.entries(TOOLS).flatMap(([tool, ids]) => ids.map((id) => [id, tool as ToolName] as const)),
);

/** The operations that a tool stands for, by which the tail does the same. */
export function operationsOfTool(tool: string): readonly OperationId[] {
  return Object.hasOwn(TOOLS, tool) ? (TOOLS[tool as ToolName] ?? []) : [];
}

/** The tool that does the operation by itself, where there is one. It may be switched off. */
export function dedicatedTool(operation: OperationId): ToolName | undefined {
  return BY_OPERATION.get(operation);
}
