import {
  type Arguments,
  amountOf,
  changed,
  given,
  moneyOf,
  renamed,
  replaced,
  reworded,
  steps,
  type Translation,
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

const address = replaced(
  ['address_line1', 'address_line2', 'city', 'state', 'country', 'zipcode'],
  ({ address_line1, address_line2, city, state, country, zipcode }) => ({
    address: Object.fromEntries(
      Object.entries({
        line1: address_line1,
        line2: address_line2,
        city,
        state,
        postalCode: zipcode,
        country,
      }).filter(([, value]) => value !== undefined),
    ),
  }),
);

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

/** Seconds since 1970 as ISO 8601; other texts stay. */
function instantOf(value: unknown): unknown {
  const isSeconds =
    typeof value === 'number' || (typeof value === 'string' && /^\d{1,12}(\.\d+)?$/.test(value));
  const date = new Date(isSeconds ? Math.round(Number(value) * 1000) : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
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

const isObject = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One event by its fields, or some under `events`. */
const events: Translation = (args) =>
  Array.isArray(args.events)
    ? { ...args, events: args.events.map((each) => (isObject(each) ? event(each) : each)) }
    : wrapped((own) => ({ events: [event(own)] }))(args);

const eventFilters = steps(
  references,
  renamed({
    transaction_id: 'id',
    code: 'metric',
    timestamp_from: 'from',
    timestamp_to: 'to',
  }),
);

const discount = replaced(
  ['coupon_type', 'amount_cents', 'amount_currency', 'percentage_rate'],
  ({ amount_cents, amount_currency, percentage_rate }) => {
    if (percentage_rate !== undefined && percentage_rate !== null) {
      return { discount: { type: 'percentage', rate: String(percentage_rate) } };
    }
    const amount = moneyOf(amount_cents, amount_currency);
    return amount && { discount: { type: 'fixed_amount', amount } };
  },
);

const frequency = replaced(
  ['frequency', 'frequency_duration'],
  ({ frequency: type, frequency_duration: periods }) => {
    if (typeof type !== 'string') return undefined;
    return { frequency: type === 'recurring' ? { type, periods } : { type } };
  },
);

const coupon = steps(
  discount,
  frequency,
  replaced(['plan_codes'], ({ plan_codes: plans }) => ({ limit: { to: 'plans', plans } })),
  replaced(['billable_metric_codes'], ({ billable_metric_codes: metrics }) => ({
    limit: { to: 'metrics', metrics },
  })),
  replaced(['expiration', 'expiration_at'], ({ expiration_at }) =>
    expiration_at === undefined || expiration_at === null ? {} : { expiresAt: expiration_at },
  ),
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
    return { rounding: precision === undefined ? { mode } : { mode, precision } };
  }),
);

/** The ranges of graduated and volume prices. */
function tiersOf(ranges: unknown): object[] | undefined {
  if (!Array.isArray(ranges)) return undefined;
  return ranges.filter(isObject).map(({ to_value, per_unit_amount, flat_amount }) => ({
    upTo: to_value === null || to_value === undefined ? null : String(to_value),
    unitAmount: per_unit_amount,
    ...(flat_amount === undefined ? {} : { flatAmount: flat_amount }),
  }));
}

function pricingOf(model: unknown, properties: Arguments): object | undefined {
  if (model === 'standard') return { unitAmount: properties.amount };
  const tiers = tiersOf(properties.graduated_ranges ?? properties.volume_ranges);
  return tiers && { tiers };
}

/** A charge of the plain models; others stay as they are, and their fields are refused by name. */
function chargeOf(charge: unknown): unknown {
  if (!isObject(charge)) return charge;
  const { billable_metric_code, charge_model, properties, pay_in_advance, ...rest } = charge;
  const pricing = isObject(properties) ? pricingOf(charge_model, properties) : undefined;
  if (pricing === undefined) return charge;
  const timing = pay_in_advance === true ? 'advance' : 'arrears';
  return { metric: billable_metric_code, model: charge_model, timing, pricing, ...rest };
}

const plan = steps(
  renamed({
    trial_period: 'trialDays',
    tax_codes: 'taxCodes',
    bill_charges_monthly: 'chargesBilledMonthly',
  }),
  replaced(['amount_cents', 'amount_currency'], (args) => {
    const price = moneyOf(args.amount_cents, args.amount_currency);
    return price && { price };
  }),
  replaced(['pay_in_advance'], ({ pay_in_advance }) => ({
    timing: pay_in_advance === true ? 'advance' : 'arrears',
  })),
  changed('charges', (charges) => (Array.isArray(charges) ? charges.map(chargeOf) : undefined)),
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

const subscriptions = steps(
  references,
  renamed({ external_id: 'subscription' }),
  changed('status', (status) => (typeof status === 'string' ? [status] : undefined)),
);

/** The day after a date: their last day is in, ours is out. */
function dayAfter(date: unknown): string | undefined {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return Number.isNaN(next.getTime()) ? undefined : next.toISOString().slice(0, 10);
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

const oneOff = steps(references, (args) => {
  const { currency, fees } = args;
  if (!Array.isArray(fees) || !fees.every(isObject)) return args;
  const items = fees.map(({ add_on_code, name, unit_amount_cents, units, ...rest }) => ({
    name: name ?? add_on_code,
    unitAmount: amountOf(unit_amount_cents, currency) ?? unit_amount_cents,
    ...(units === undefined ? {} : { units: String(units) }),
    ...rest,
  }));
  const { fees: _, ...others } = args;
  return { ...others, items };
});

const wallet = steps(
  references,
  replaced(['granted_credits', 'paid_credits'], ({ granted_credits, paid_credits }) => {
    const isNone = (credits: unknown) => credits === undefined || Number(credits) === 0;
    if (isNone(paid_credits)) return { kind: 'granted', credits: String(granted_credits) };
    if (isNone(granted_credits)) return { kind: 'purchased', credits: String(paid_credits) };
    return undefined;
  }),
  // A credit that is worth one unit of money is what wallets have unless they say otherwise.
  replaced(['rate_amount'], ({ rate_amount }) => (Number(rate_amount) === 1 ? {} : undefined)),
  renamed({ wallet_id: 'wallet' }),
);

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
  list_applied_coupons: steps(oneCustomer, given({ sections: ['coupons'] })),
  findallappliedcoupons: steps(oneCustomer, given({ sections: ['coupons'] })),
  list_customers: steps(page, renamed({ external_customer_id: 'search', search_term: 'search' })),
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
  eventestimatefees: steps(references, given({ view: 'estimate' }), (args) => {
    const { code, properties, timestamp, ...rest } = args;
    return { ...rest, event: event({ code, properties, timestamp }) };
  }),
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
  create_coupon: coupon,
  createcoupon: coupon,
  update_coupon: coupon,
  updatecoupon: coupon,
  get_subscription: subscriptions,
  list_subscriptions: subscriptions,
  list_customer_subscriptions: subscriptions,
  create_subscription: subscription,
  delete_subscription: oneSubscription,
  terminate_subscription: oneSubscription,
  update_subscription: operation('subscriptions.update', {
    external_id: 'subscriptionKey',
    ending_at: 'endingAt',
    plan_code: 'planCode',
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
  list_wallet_transactions: renamed({ wallet_id: 'wallet', lago_id: 'wallet' }),
  create_wallet: wallet,
  topup_wallet: wallet,
  add_credits: wallet,
  apply_coupon: steps(references, renamed({ coupon_code: 'coupon' }), discount, frequency),
  applycoupon: steps(references, renamed({ coupon_code: 'coupon' }), discount, frequency),
  create_invoice: oneOff,
  createinvoice: oneOff,
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
