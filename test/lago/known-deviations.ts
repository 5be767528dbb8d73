/** Something in which a real Lago differs from its document, and where that is known from. */
export interface Deviation {
  /** What {@link Specification.problems} says. */
  readonly problem: RegExp;
  readonly source: string;
}

/** Fields that the document calls mandatory text or numbers, and that Lago leaves empty. */
const EMPTY_FIELDS: Readonly<Record<string, string>> = {
  'billing_configuration/payment_provider': 'a customer without a payment provider',
  'billing_configuration/payment_provider_code': 'a customer without a payment provider',
  'billing_configuration/document_locale': "a customer who has the organization's",
  'billing_configuration/invoice_grace_period': "a customer who has the organization's",
  cancellation_reason: 'a subscription that was not canceled',
  on_termination_credit_note: 'a plan that is billed in arrears',
  invoice_display_name: 'a plan without one',
  description: 'an object without one',
  tax_description: 'a tax without one',
  trial_period: 'a plan without a trial',
  expression: 'a metric without one',
  pricing_unit_details: 'a fee in money',
  file_url: 'facts/lago.md §0: nullable from 1.53 on',
  payment_dispute_lost_at: 'facts/lago.md §0: nullable from 1.53 on',
  payment_due_date: 'facts/lago.md §0 and §b: null on a draft, nullable from 1.53 on',
  sequential_id: 'facts/lago.md §b: null on a draft',
};

const empty = Object.entries(EMPTY_FIELDS).map(
  ([field, of]): Deviation => ({
    problem: new RegExp(`/${field} must be (?:string|integer|number|object|equal to one of) ?`),
    source: of.startsWith('facts') ? of : `Lago writes null for what is not there: ${of}`,
  }),
);

/** Every difference between the emulator's replies and Lago's document, with its reason. */
export const knownDeviations: readonly Deviation[] = [
  ...empty,
  {
    problem: /\/precise_\w+_amount_cents must be number/,
    source: 'facts/lago.md §a: precise amounts are decimal strings',
  },
  {
    problem: /^POST \/invoices\/preview 200: .*\/lago_(?:id|invoice_id|fee_id) must be string/,
    source: 'a preview is not stored, so nothing of it has an id',
  },
  {
    problem: /^POST \S+ 404: status not in the document/,
    source: 'facts/lago.md §a: 404 for what the body names and is not there',
  },
  {
    problem: /_ranges\/0\/(?:from|to)_value must be integer/,
    source: 'facts/rating.md §5: bounds of ranges may be decimals',
  },
  {
    problem: /charges_usage\/0\/charge\/charge_model must be equal to one of/,
    source: 'facts/lago.md §b: the models that the list leaves out have usage too',
  },
  {
    problem: / 405: status not in the document/,
    source: 'facts/lago.md §d.1: most 405 are not in the document',
  },
  {
    problem: /^POST .*\/download 200: empty body/,
    source: 'facts/lago.md §a: nothing until the file is there',
  },
  {
    problem: /^POST .*\/retry_payment 200: empty body/,
    source: 'facts/lago.md §a: retry_payment answers nothing',
  },
];
