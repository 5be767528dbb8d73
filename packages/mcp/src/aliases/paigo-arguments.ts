import {
  changed,
  given,
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
  replaced(['paymentChannel'], ({ paymentChannel, metadata }) => ({
    metadata: { ...(metadata as object | undefined), paymentChannel },
  })),
);

const usage = wrapped((args) => {
  const event = steps(
    renamed({ customerId: 'customer', dimensionId: 'metric' }),
    replaced(['recordValue'], ({ recordValue }) => ({
      properties: { value: String(recordValue) },
    })),
  );
  return { events: [event(args)] };
});

const plan = steps(
  renamed({ offeringName: 'name', billingCycle: 'interval' }),
  codeByName('code'),
  changed('interval', (cycle) => (cycle === 'annualToDate' ? 'yearly' : undefined)),
  // Where an offering names no currency Paigo bills it in US dollars.
  replaced(['subscriptionPrice'], ({ subscriptionPrice }) => ({
    price: { amount: String(subscriptionPrice), currency: 'USD' },
    timing: 'arrears',
  })),
  replaced(['freeTrialLength'], ({ freeTrialLength }) =>
    /^\d{1,4}$/.test(String(freeTrialLength)) ? { trialDays: Number(freeTrialLength) } : undefined,
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
