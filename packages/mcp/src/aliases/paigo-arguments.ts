import { currencyDigits, Decimal } from '@billport/core';
import {
  changed,
  decimalText,
  given,
  isObject,
  renamed,
  replaced,
  steps,
  type Translation,
  wrapped,
} from './translation.ts';

/** A code made of a name: `API calls` is `api-calls`. The same name has the same code. */
function codeOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const code = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return code === '' ? undefined : code;
}

/** Gives what is made by name the code that Paigo would have made up. */
const codeByName =
  (field: string): Translation =>
  (args) => {
    const code = codeOf(args.name);
    return Object.hasOwn(args, field) || code === undefined ? args : { ...args, [field]: code };
  };

const customer = steps(
  renamed({ customerName: 'name', customerId: 'customerKey', offeringId: 'planCode' }),
  codeByName('customerKey'),
  // How Paigo collects is a setting of ours. Who pays outside of it is written down; a payment
  // through Stripe that nobody sets up would be one that nobody collects.
  replaced(['paymentChannel', 'metadata'], ({ paymentChannel, metadata = {} }) =>
    paymentChannel === 'manual' && isObject(metadata) && !Object.hasOwn(metadata, 'paymentChannel')
      ? { metadata: { ...metadata, paymentChannel } }
      : undefined,
  ),
);

/** The property stands for the one that the metric takes, which its name says nothing of. */
const usage = wrapped((args) => {
  const event = steps(
    renamed({ customerId: 'customer', dimensionId: 'metric' }),
    replaced(['recordValue'], ({ recordValue }) => {
      const value = decimalText(recordValue);
      return value === undefined ? undefined : { properties: { value } };
    }),
  );
  return { events: [event(args)] };
});

/** Where an offering names no currency Paigo bills it in US dollars. */
const CURRENCY = 'USD';

/** A price with all digits of its currency; undefined for one with more. */
function priceOf(value: unknown): object | undefined {
  const text = decimalText(value);
  if (text === undefined) return undefined;
  const digits = currencyDigits(CURRENCY);
  const amount = Decimal.parse(text);
  return amount.equals(amount.round(digits))
    ? { amount: amount.toFixed(digits), currency: CURRENCY }
    : undefined;
}

/** Leaves out what a plan of ours becomes at Paigo anyway. */
const without = (name: string, isOurs: (value: unknown) => boolean): Translation =>
  replaced([name], (args) => (isOurs(args[name]) ? {} : undefined));

const plan = steps(
  renamed({ offeringName: 'name' }),
  codeByName('code'),
  // What `annualToDate` bills is not published: it may be a year, and may not.
  replaced(['billingCycle'], ({ billingCycle }) =>
    billingCycle === 'monthly' ? { interval: billingCycle } : undefined,
  ),
  replaced(['subscriptionPrice', 'offeringType'], ({ subscriptionPrice, offeringType }) => {
    const isSubscription = offeringType === undefined || offeringType === 'subscription';
    const price = isSubscription ? priceOf(subscriptionPrice) : undefined;
    // Paigo bills it at the start of each cycle (`facts/paigo.md §4`).
    return price && { price, timing: 'advance' };
  }),
  without('offeringVisibility', (visibility) => visibility === 'public'),
  without('dimensionIds', (ids) => Array.isArray(ids) && ids.length === 0),
  replaced(['freeTrialLength'], ({ freeTrialLength }) =>
    /^\d{1,4}$/.test(decimalText(freeTrialLength) ?? '')
      ? { trialDays: Number(freeTrialLength) }
      : undefined,
  ),
);

const metric = steps(renamed({ dimensionName: 'name' }), codeByName('code'));

const credits = steps(
  renamed({ customerId: 'customer', transactionAmount: 'amount' }),
  changed('amount', (amount) => (typeof amount === 'number' ? String(amount) : undefined)),
  given({ kind: 'granted' }),
);

const invoice = renamed({ invoiceId: 'invoice' });

/** What Paigo's six tools and Pipedream's three helpers take: `facts/paigo.md §7`. */
export const PAIGO_ARGUMENTS: Readonly<Record<string, Translation>> = {
  onboard_customer: customer,
  'paigo-onboard-customer': customer,
  measure_usage: usage,
  'paigo-measure-usage': usage,
  'paigo-get-invoice': invoice,
  get_invoice: invoice,
  create_offering: plan,
  'paigo-create-offering': plan,
  create_dimension: metric,
  'paigo-create-dimension': metric,
  'paigo-add-credits': credits,
  add_credits: (args) => (Object.hasOwn(args, 'transactionAmount') ? credits(args) : args),
  list_dimension_id_options: given({ kind: 'metrics' }),
  'paigo-list-dimension-id-options': given({ kind: 'metrics' }),
  list_offering_id_options: given({ kind: 'plans' }),
  'paigo-list-offering-id-options': given({ kind: 'plans' }),
};
