/**
 * What the fields of Lago's refusals are called in the contract, where one name stands for one
 * field whatever the operation. `external_id`, `amount_cents` and the like do not: they keep
 * Lago's name.
 */
const NEUTRAL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  external_customer_id: ['customerKey'],
  external_subscription_id: ['subscriptionKey'],
  coupon_code: ['couponCode'],
  plan_code: ['planCode'],
  billable_metric_code: ['metric'],
  transaction_id: ['id'],
  wallet_id: ['walletId'],
  invoice_id: ['invoiceId'],
  tax_codes: ['taxCodes'],
  legal_name: ['legalName'],
  tax_identification_number: ['taxNumber'],
  net_payment_term: ['paymentTermDays'],
  invoice_grace_period: ['gracePeriodDays'],
  address_line1: ['address', 'line1'],
  address_line2: ['address', 'line2'],
  city: ['address', 'city'],
  state: ['address', 'state'],
  country: ['address', 'country'],
  zipcode: ['address', 'postalCode'],
  applied_to_organization: ['byDefault'],
  percentage_rate: ['discount', 'rate'],
  frequency_duration: ['frequency', 'periods'],
  expiration_at: ['expiresAt'],
  field_name: ['property'],
  aggregation_type: ['aggregation'],
  trial_period: ['trialDays'],
  minimum_commitment: ['minimumCommitment'],
  usage_thresholds: ['usageThresholds'],
  subscription_at: ['startAt'],
  ending_at: ['endingAt'],
  billing_time: ['billingTime'],
  rate_amount: ['creditValue'],
  paid_credits: ['credits'],
  granted_credits: ['credits'],
  voided_credits: ['credits'],
  payment_status: ['paymentStatus'],
};

/** The steps that a step of Lago's path stands for: an index, or names of the contract. */
export function neutralSteps(step: string): readonly (string | number)[] {
  if (/^\d+$/.test(step)) return [Number(step)];
  return Object.hasOwn(NEUTRAL_FIELDS, step) ? (NEUTRAL_FIELDS[step] ?? [step]) : [step];
}
