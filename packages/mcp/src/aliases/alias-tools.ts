import type { ToolName } from '../tools/tool-names.ts';

/**
 * Names that other servers gave their tools, and ours that do the same. They are accepted and never
 * listed, so they cost no tokens (`facts/mcp.md §f`). Names that ours have too are not here; their
 * arguments are translated all the same.
 */
const TOOLS_OF: { readonly [tool in ToolName]?: readonly string[] } = {
  get_customer: ['findcustomer', 'lago-retrieve-customer'],
  list_customers: [
    'findallcustomers',
    'lago-list-all-customers',
    'list_customer_id_options',
    'paigo-list-customer-id-options',
  ],
  upsert_customer: [
    'create_customer',
    'createcustomer',
    'lago-create-customer',
    'update_customer',
    'onboard_customer',
    'paigo-onboard-customer',
  ],
  get_usage: [
    'get_customer_current_usage',
    'findcustomercurrentusage',
    'findallcustomerpastusage',
    'lago-retrieve-customer-current-usage',
    'lago-retrieve-customer-past-usage',
    'eventestimatefees',
    'retrieve_usage',
  ],
  record_usage: [
    'send_event',
    'create_event',
    'createevent',
    'ingest_event',
    'batch_events',
    'createbatchevents',
    'batch_ingest_events',
    'measure_usage',
    'paigo-measure-usage',
  ],
  list_usage_events: ['list_events', 'findallevents', 'get_event', 'findevent'],
  get_catalog: [
    'list_plans',
    'get_plan',
    'list_billable_metrics',
    'findallbillablemetrics',
    'get_billable_metric',
    'findbillablemetric',
    'list_coupons',
    'findallcoupons',
    'get_coupon',
    'findcoupon',
    'list_dimension_id_options',
    'paigo-list-dimension-id-options',
    'list_offering_id_options',
    'paigo-list-offering-id-options',
  ],
  save_metric: [
    'create_billable_metric',
    'createbillablemetric',
    'update_billable_metric',
    'updatebillablemetric',
    'create_dimension',
    'paigo-create-dimension',
  ],
  save_plan: ['create_plan', 'update_plan', 'create_offering', 'paigo-create-offering'],
  save_coupon: ['create_coupon', 'createcoupon', 'update_coupon', 'updatecoupon'],
  get_subscription: ['list_subscriptions', 'list_customer_subscriptions'],
  terminate_subscription: ['delete_subscription'],
  list_invoices: ['findallinvoices', 'list_customer_invoices'],
  get_invoice: ['findinvoice', 'find_invoice_by_number', 'paigo-get-invoice'],
  preview_charges: ['preview_invoice', 'estimatecreditnote', 'estimate_credit_note'],
  get_credits: ['list_wallet_transactions'],
  add_credits: ['create_wallet', 'topup_wallet', 'paigo-add-credits'],
  apply_coupon: ['applycoupon'],
  create_invoice: ['createinvoice'],
  update_invoice: [
    'updateinvoice',
    'refresh_invoice',
    'refreshinvoice',
    'retry_invoice',
    'retryinvoice',
  ],
  collect_invoice: [
    'retry_invoice_payment',
    'retrypayment',
    'retry_payment',
    'finalizeinvoice',
    'finalize_invoice',
    'create_payment',
  ],
  void_document: [
    'void_invoice',
    'voidinvoice',
    'voidcreditnote',
    'void_credit_note',
    'losedisputeinvoice',
  ],
  create_credit_note: ['createcreditnote'],
  list_billing_documents: ['list_credit_notes', 'findallcreditnotes', 'findallfees'],
  get_link: [
    'getcustomerportalurl',
    'lago-get-customer-portal-url',
    'retrieve_customer_portal_url',
    'generatecustomercheckouturl',
    'lago-generate-customer-payment-provider',
    'invoicepaymenturl',
    'download_invoice',
    'downloadinvoice',
    'downloadcreditnote',
    'download_credit_note',
  ],
  delete_record: [
    'destroycustomer',
    'delete_customer',
    'lago-delete-customer',
    'deleteappliedcoupon',
    'lago-delete-applied-coupon',
    'destroycoupon',
    'delete_coupon',
    'destroybillablemetric',
    'delete_billable_metric',
    'delete_plan',
  ],
  read_operation: [
    'evaluatebillablemetricexpression',
    'get_credit_note',
    'findcreditnote',
    'list_applied_coupons',
    'findallappliedcoupons',
  ],
  write_operation: [
    'update_credit_note',
    'updatecreditnote',
    'update_subscription',
    'create_tax_rate',
  ],
};

const TOOL_OF: ReadonlyMap<string, ToolName> = new Map(
  Object.entries(TOOLS_OF).flatMap(([tool, names]) =>
    names.map((name) => [name, tool as ToolName] as const),
  ),
);

/** The tool that another server's name stands for; the name itself where it is none of theirs. */
export function toolMeantBy(name: string): string {
  return TOOL_OF.get(name) ?? name;
}

/** All names that are accepted beside those of the tools. */
export const ALIASES: readonly string[] = [...TOOL_OF.keys()];
