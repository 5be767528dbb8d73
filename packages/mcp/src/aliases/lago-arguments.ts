import { normalizeInstant } from '@billport/core';
import { address } from './lago-address.ts';
import { couponChanges, discount, frequency, newCoupon } from './lago-coupon.ts';
import { plan } from './lago-plan.ts';
import {
  changed,
  decimalText,
  given,
  isObject,
  isSaid,
  renamed,
  replaced,
  reworded,
  steps,
  type Translation,
  usually,
  wrapped,
} from './translation.ts';

/** Pages: ours go on by a cursor, so that only the first one of theirs can be asked for. */
const page = steps(
  renamed({ per_page: 'limit' }),
  replaced(['page'], ({ page: number }) => (number === 1 || number === '1' ? {} : undefined)),
);

/** References, under the names that all operations of Lago give them. */
const references = steps(
  renamed({
    external_customer_id: 'customer',
    customer_external_id: 'customer',
    external_subscription_id: 'subscription',
    plan_code: 'plan',
  }),
  page,
);

const invoice = renamed({ lago_id: 'invoice', invoice_id: 'invoice', id: 'invoice' });

const customer = steps(
  renamed({
    external_id: 'customerKey',
    external_customer_id: 'customerKey',
    legal_name: 'legalName',
    tax_identification_number: 'taxNumber',
    net_payment_term: 'paymentTermDays',
    plan_code: 'planCode',
  }),
  address,
);

const oneCustomer = steps(references, renamed({ external_id: 'customer' }));
const oneSubscription = steps(references, renamed({ external_id: 'subscription' }));

/** Seconds since 1970 as ISO 8601, cut to milliseconds as instants are; other values stay. */
function instantOf(value: unknown): string | undefined {
  // More digits are milliseconds, which Lago takes for a day in the far future.
  const [, seconds, fraction = ''] =
    /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(decimalText(value) ?? '') ?? [];
  if (seconds === undefined) return undefined;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return new Date(Number(seconds) * 1000 + milliseconds).toISOString();
}

const event = steps(
  renamed({
    transaction_id: 'id',
    external_subscription_id: 'subscription',
    external_customer_id: 'customer',
    code: 'metric',
  }),
  changed('timestamp', instantOf),
);

/** One event by its fields, or some under `events`. */
const events: Translation = (args) =>
  Array.isArray(args.events)
    ? { ...args, events: args.events.map((each) => (isObject(each) ? event(each) : each)) }
    : wrapped((own) => ({ events: [event(own)] }))(args);

/** The moment after another: their last one is in, ours is out. */
function momentAfter(text: unknown): string | undefined {
  if (typeof text !== 'string' || /\.\d{4}/.test(text)) return undefined;
  const instant = normalizeInstant(text);
  if (instant === undefined) return undefined;
  return normalizeInstant(new Date(Date.parse(instant) + 1).toISOString());
}

const eventFilters = steps(
  references,
  renamed({
    transaction_id: 'id',
    code: 'metric',
    timestamp_from: 'from',
  }),
  replaced(['timestamp_to'], ({ timestamp_to }) => {
    const to = momentAfter(timestamp_to);
    return to === undefined ? undefined : { to };
  }),
);

const metric = steps(
  renamed({ aggregation_type: 'aggregation', field_name: 'property' }),
  reworded('aggregation', {
    count_agg: 'count',
    sum_agg: 'sum',
    max_agg: 'max',
    latest_agg: 'latest',
    unique_count_agg: 'unique_count',
    weighted_sum_agg: 'weighted_sum',
    custom_agg: 'custom',
  }),
  replaced(['rounding_function', 'rounding_precision'], (args) => {
    const { rounding_function: mode, rounding_precision: precision } = args;
    if (!isSaid(mode)) return undefined;
    return { rounding: precision === undefined ? { mode } : { mode, precision } };
  }),
);

const subscription = steps(
  references,
  renamed({
    external_id: 'subscriptionKey',
    billing_time: 'billingTime',
    subscription_at: 'startAt',
    ending_at: 'endingAt',
  }),
);

const subscriptionFilters = steps(
  references,
  changed('status', (status) => (typeof status === 'string' ? [status] : undefined)),
);

/** Lago lists active ones unless it is asked for others, or for a certain one. */
const subscriptions = steps(
  subscriptionFilters,
  renamed({ external_id: 'subscription' }),
  (args) => (Object.hasOwn(args, 'subscription') ? args : usually({ status: ['active'] })(args)),
);

/** The day after a date: their last day is in, ours is out. */
function dayAfter(date: unknown): string | undefined {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const next = new Date(`${date}T00:00:00Z`);
  // There is no 30 February, and dates would take it for 2 March.
  if (Number.isNaN(next.getTime()) || next.toISOString().slice(0, 10) !== date) return undefined;
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

const invoices = steps(
  references,
  replaced(['issuing_date_to'], ({ issuing_date_to }) => {
    const issuedTo = dayAfter(issuing_date_to);
    return issuedTo === undefined ? undefined : { issuedTo };
  }),
  renamed({
    issuing_date_from: 'issuedFrom',
    invoice_type: 'type',
    payment_status: 'paymentStatus',
  }),
);

const isNone = (credits: unknown) =>
  !isSaid(credits) || /^0+(\.0+)?$/.test(decimalText(credits) ?? '');

/** Credits of one kind; with both kinds, or none, they stay. */
const credits = replaced(['granted_credits', 'paid_credits'], (args) => {
  const { granted_credits: granted, paid_credits: paid } = args;
  if (isNone(granted) === isNone(paid)) return undefined;
  const number = decimalText(isNone(paid) ? granted : paid);
  const kind = isNone(paid) ? 'granted' : 'purchased';
  return number === undefined ? undefined : { kind, credits: number };
});

const topUp = steps(references, credits, renamed({ wallet_id: 'wallet' }));

const newWallet = steps(
  references,
  credits,
  // A credit that is worth one unit of money is what wallets have unless they say otherwise.
  replaced(['rate_amount'], ({ rate_amount }) =>
    /^1(\.0+)?$/.test(decimalText(rate_amount) ?? '') ? {} : undefined,
  ),
  renamed({ transaction_name: 'name' }),
);

/** Coupons that customers have, whatever became of them: what Lago lists unless it is asked for less. */
const appliedCoupons = wrapped((given) => ({
  operation: 'coupons.listApplied',
  input: steps(
    renamed({ external_customer_id: 'customerKey' }),
    page,
    replaced(['coupon_codes'], ({ coupon_codes: codes }) =>
      Array.isArray(codes) && codes.length === 1 ? { couponCode: codes[0] } : undefined,
    ),
  )(given),
}));

const document = renamed({ lago_id: 'document', invoice_id: 'document' });
const operation = (id: string, names: Readonly<Record<string, string>>): Translation =>
  wrapped((input) => ({ operation: id, input: renamed(names)(input) }));
const record = (kind: string): Translation =>
  steps(
    renamed({ external_id: 'record', external_customer_id: 'record', code: 'record' }),
    given({ kind }),
  );
const catalog = (kind: string): Translation => steps(page, given({ kind }));
const linkOf = (kind: string): Translation => given({ kind });

/** What Lago's own tools, Vinkius' and Naftiko's take, as ours take it: `facts/lago.md §e, §f`. */
export const LAGO_ARGUMENTS: Readonly<Record<string, Translation>> = {
  get_customer: oneCustomer,
  findcustomer: oneCustomer,
  'lago-retrieve-customer': oneCustomer,
  list_applied_coupons: appliedCoupons,
  findallappliedcoupons: appliedCoupons,
  list_customers: steps(page, renamed({ search_term: 'search' })),
  findallcustomers: steps(page, renamed({ search_term: 'search' })),
  'lago-list-all-customers': steps(page, renamed({ search_term: 'search' })),
  upsert_customer: customer,
  create_customer: customer,
  createcustomer: customer,
  'lago-create-customer': customer,
  update_customer: customer,
  get_customer_current_usage: oneCustomer,
  findcustomercurrentusage: oneCustomer,
  retrieve_usage: oneCustomer,
  'lago-retrieve-customer-current-usage': oneCustomer,
  findallcustomerpastusage: steps(oneCustomer, given({ view: 'past' })),
  'lago-retrieve-customer-past-usage': steps(oneCustomer, given({ view: 'past' })),
  eventestimatefees: steps(
    references,
    given({ view: 'estimate' }),
    replaced(['code', 'properties', 'timestamp'], ({ code, properties, timestamp }) => {
      const said = Object.entries({ code, properties, timestamp });
      return { event: event(Object.fromEntries(said.filter(([, value]) => value !== undefined))) };
    }),
  ),
  record_usage: (args) => (Array.isArray(args.events) ? events(args) : args),
  send_event: events,
  create_event: events,
  createevent: events,
  ingest_event: events,
  batch_events: events,
  createbatchevents: events,
  batch_ingest_events: events,
  list_events: eventFilters,
  findallevents: eventFilters,
  get_event: eventFilters,
  findevent: eventFilters,
  list_plans: catalog('plans'),
  get_plan: catalog('plans'),
  list_billable_metrics: catalog('metrics'),
  findallbillablemetrics: catalog('metrics'),
  get_billable_metric: catalog('metrics'),
  findbillablemetric: catalog('metrics'),
  list_coupons: catalog('coupons'),
  findallcoupons: catalog('coupons'),
  get_coupon: catalog('coupons'),
  findcoupon: catalog('coupons'),
  create_billable_metric: metric,
  createbillablemetric: metric,
  update_billable_metric: metric,
  updatebillablemetric: metric,
  create_plan: plan,
  update_plan: plan,
  create_coupon: newCoupon,
  createcoupon: newCoupon,
  update_coupon: couponChanges,
  updatecoupon: couponChanges,
  get_subscription: steps(subscriptionFilters, renamed({ external_id: 'subscription' })),
  list_subscriptions: subscriptions,
  list_customer_subscriptions: subscriptions,
  create_subscription: subscription,
  delete_subscription: oneSubscription,
  terminate_subscription: oneSubscription,
  update_subscription: operation('subscriptions.update', {
    external_id: 'subscriptionKey',
    ending_at: 'endingAt',
    subscription_at: 'startAt',
  }),
  list_invoices: invoices,
  findallinvoices: invoices,
  list_customer_invoices: invoices,
  get_invoice: invoice,
  findinvoice: invoice,
  find_invoice_by_number: renamed({ invoice_number: 'invoice', number: 'invoice' }),
  preview_invoice: steps(
    subscription,
    renamed({ customer_external_id: 'customer' }),
    given({ of: 'new_subscription' }),
  ),
  estimatecreditnote: steps(invoice, given({ of: 'credit_note' })),
  estimate_credit_note: steps(invoice, given({ of: 'credit_note' })),
  list_wallet_transactions: steps(page, renamed({ wallet_id: 'wallet', lago_id: 'wallet' })),
  create_wallet: newWallet,
  topup_wallet: topUp,
  add_credits: topUp,
  apply_coupon: steps(references, renamed({ coupon_code: 'coupon' }), discount, frequency),
  applycoupon: steps(references, renamed({ coupon_code: 'coupon' }), discount, frequency),
  // Its lines are add-ons with prices and taxes of their own, which ours are not: `fees` is refused.
  create_invoice: references,
  createinvoice: references,
  update_invoice: (args) =>
    Object.hasOwn(args, 'lago_id') ? steps(invoice, given({ action: 'update' }))(args) : args,
  updateinvoice: steps(invoice, given({ action: 'update' })),
  refresh_invoice: steps(invoice, given({ action: 'refresh' })),
  refreshinvoice: steps(invoice, given({ action: 'refresh' })),
  retry_invoice: steps(invoice, given({ action: 'retry' })),
  retryinvoice: steps(invoice, given({ action: 'retry' })),
  retry_invoice_payment: steps(invoice, given({ action: 'collect' })),
  retrypayment: steps(invoice, given({ action: 'collect' })),
  retry_payment: steps(invoice, given({ action: 'collect' })),
  finalizeinvoice: steps(invoice, given({ action: 'finalize' })),
  finalize_invoice: steps(invoice, given({ action: 'finalize' })),
  create_payment: steps(invoice, given({ action: 'record_payment', paymentStatus: 'succeeded' })),
  void_invoice: steps(document, given({ kind: 'invoice' })),
  voidinvoice: steps(document, given({ kind: 'invoice' })),
  voidcreditnote: steps(document, given({ kind: 'credit_note' })),
  void_credit_note: steps(document, given({ kind: 'credit_note' })),
  losedisputeinvoice: steps(document, given({ kind: 'dispute_lost' })),
  create_credit_note: renamed({ invoice_id: 'invoice' }),
  createcreditnote: renamed({ invoice_id: 'invoice' }),
  list_credit_notes: steps(references, given({ kind: 'credit_notes' })),
  findallcreditnotes: steps(references, given({ kind: 'credit_notes' })),
  findallfees: steps(references, renamed({ invoice_id: 'invoice' }), given({ kind: 'fees' })),
  getcustomerportalurl: steps(oneCustomer, linkOf('portal')),
  'lago-get-customer-portal-url': steps(oneCustomer, linkOf('portal')),
  retrieve_customer_portal_url: steps(oneCustomer, linkOf('portal')),
  generatecustomercheckouturl: steps(oneCustomer, linkOf('checkout')),
  'lago-generate-customer-payment-provider': steps(oneCustomer, linkOf('checkout')),
  invoicepaymenturl: steps(invoice, linkOf('payment')),
  download_invoice: steps(invoice, linkOf('invoice')),
  downloadinvoice: steps(invoice, linkOf('invoice')),
  downloadcreditnote: steps(renamed({ lago_id: 'creditNote' }), linkOf('credit_note')),
  download_credit_note: steps(renamed({ lago_id: 'creditNote' }), linkOf('credit_note')),
  destroycustomer: record('customer'),
  delete_customer: record('customer'),
  'lago-delete-customer': record('customer'),
  deleteappliedcoupon: steps(
    renamed({ lago_id: 'record', applied_coupon_id: 'record' }),
    given({ kind: 'applied_coupon' }),
  ),
  'lago-delete-applied-coupon': steps(
    renamed({ lago_id: 'record', applied_coupon_id: 'record' }),
    given({ kind: 'applied_coupon' }),
  ),
  destroycoupon: record('coupon'),
  delete_coupon: record('coupon'),
  destroybillablemetric: record('metric'),
  delete_billable_metric: record('metric'),
  delete_plan: record('plan'),
  evaluatebillablemetricexpression: operation('metrics.evaluateExpression', {}),
  get_credit_note: operation('creditNotes.get', { lago_id: 'creditNoteId' }),
  findcreditnote: operation('creditNotes.get', { lago_id: 'creditNoteId' }),
  update_credit_note: operation('creditNotes.update', {
    lago_id: 'creditNoteId',
    refund_status: 'refundStatus',
  }),
  updatecreditnote: operation('creditNotes.update', {
    lago_id: 'creditNoteId',
    refund_status: 'refundStatus',
  }),
  create_tax_rate: operation('taxes.create', {}),
};
