/** Rules on single fields (`facts/lago.md §a`, 422 per-field): what is wrong, and the way out. */
const FIELD_RULES: Readonly<Record<string, string>> = {
  value_is_mandatory: 'Lago needs a value here: give one.',
  value_is_invalid: 'Lago does not take this value: choose one that it knows.',
  value_already_exist: 'It is taken: choose another, or use what has it.',
  value_already_exists: 'It is taken: choose another, or use what has it.',
  value_is_out_of_range: 'It is beyond what Lago takes: choose a value nearer to zero.',
  value_is_too_long: 'It is too long for Lago: shorten it.',
  value_is_too_short: 'It is too short for Lago: lengthen it.',
  value_must_be_blank: 'It does not go with the other fields: leave it out.',
  relation_must_exist: 'What it names does not exist: create that first.',
  invalid_value: 'Lago does not take this value: choose one that it knows.',
  invalid_date:
    'Lago does not take this moment here: check that it is one, and on the right side of now and of the other moments.',
  invalid_format: 'Lago cannot read it: check how it is written.',
  invalid_type: 'Lago expects a value of another type here.',
  invalid_count: 'Lago expects another number of entries here.',
  invalid_amount: 'Lago does not take this amount: write a decimal number from zero up.',
  invalid_rate: 'Lago does not take this rate: write a percentage from zero up.',
  invalid_package_size: 'Write a whole number of units above zero.',
  invalid_free_units: 'Write a whole number of units from zero up.',
  missing_graduated_ranges: 'Give the tiers of the charge.',
  invalid_graduated_ranges: 'Let the tiers follow on each other from zero, with the last one open.',
  missing_volume_ranges: 'Give the tiers of the charge.',
  invalid_volume_ranges: 'Let the tiers follow on each other from zero, with the last one open.',
  missing_graduated_percentage_ranges: 'Give the tiers of the charge.',
  invalid_graduated_percentage_ranges:
    'Let the tiers follow on each other from zero, with the last one open.',
  invalid_aggregation_type_or_charge_model:
    'This charge model does not go with the aggregation of the metric: choose another.',
  invalid_billable_metric_or_charge_model:
    'This charge model does not go with the metric: choose another.',
  graduated_percentage_requires_premium_license:
    'Charges of the graduated_percentage model need a licence.',
  not_compatible_with_aggregation_type:
    'It does not go with the aggregation: leave it out, or choose another aggregation.',
  invalid_expression: 'Lago cannot read the expression: check it with metrics.evaluateExpression.',
  expression_evaluation_failed:
    'The expression of the metric cannot be computed from this event: check its properties.',
  not_a_valid_country_code: 'Write the two capital letters of ISO 3166, such as "FR".',
  not_a_valid_language_code: 'Write a language code of ISO 639, such as "fr".',
  url_is_invalid: 'Write a whole address, such as https://example.com/hook.',
  invalid_email_format: 'Write an email address.',
  currencies_does_not_match:
    'What the customer has is in another currency: keep to that one, or use another customer for this one.',
  no_events: 'Send at least one event.',
  too_many_events: 'Send at most 100 events together.',
  does_not_match_an_instant_charge:
    'No charge that is billed in advance belongs to this metric: estimate with usage.current instead.',
  wallet_not_found: 'There is no such wallet.',
  wallet_is_terminated: 'The wallet has ended: use another one.',
  wallet_limit_reached: 'A customer has at most six active wallets: end one, or use one of them.',
  customer_not_found: 'There is no such customer: create it with customers.upsert first.',
  invalid_paid_credits:
    'Write a decimal number of credits above zero, with at most five digits behind the point.',
  invalid_granted_credits:
    'Write a decimal number of credits above zero, with at most five digits behind the point.',
  invalid_voided_credits:
    'Write a decimal number of credits above zero, with at most five digits behind the point.',
  insufficient_credits: 'The wallet holds less than that: take less, or add credits first.',
  amount_rounds_to_zero:
    'It is worth less than the smallest amount of the currency: take more credits.',
  amount_below_minimum: 'It is less than the wallet allows for one top-up: add more.',
  amount_above_maximum: 'It is more than the wallet allows for one top-up: add less.',
  invalid_recurring_rule: 'Lago does not take this rule of recurring top-ups.',
  invalid_number_of_recurring_rules: 'A wallet has at most one rule of recurring top-ups.',
  coupon_is_not_reusable:
    'The customer has had this coupon, and it may be given once only: use another coupon.',
  no_linked_payment_provider:
    'No payment provider is linked to the customer: link one at Lago, in the customer or with its billing_configuration, and try again.',
  invalid_payment_provider:
    'The payment provider that is linked to the customer cannot do this: link another one at Lago.',
  missing_payment_provider:
    'No payment provider is set up at Lago: set one up, link it to the customer, and try again.',
  missing_payment_provider_customer:
    'The payment provider does not know the customer yet: wait until Lago has told it, and try again.',
  invalid_invoice_status_or_payment_status:
    'The invoice is in a state that does not allow this: read it and decide.',
  invalid_payment_method: 'Lago does not know this payment method of the customer: choose another.',
  cannot_refund_unpaid_invoice:
    'The invoice is not paid, so nothing can be paid back: credit the amount instead.',
  higher_than_remaining_invoice_amount: 'It is more than is left of the invoice: give back less.',
  higher_than_remaining_fee_amount: 'It is more than is left of the line: give back less.',
  does_not_match_item_amounts:
    'The amounts do not add up to the items with their taxes: take them from creditNotes.estimate.',
  total_amount_must_be_positive: 'The sum must be above zero.',
  total_amount_exceeds_invoice_amount: 'It is more than the invoice: give back less.',
  subscription_incomplete:
    'The subscription waits for its first payment: try again when it is active.',
  next_subscription_incomplete:
    'The next plan waits for its first payment: try again when it is active.',
  alert_already_exists: 'There is such an alert already: change that one.',
  too_many_thresholds: 'There are too many thresholds: leave some out.',
  duplicate_threshold_values: 'Two thresholds have the same value: leave one out.',
  invalid_event: 'Lago cannot read the event: check its code, moment and properties.',
  exceeded_limit: 'Lago keeps no more of these: delete one first.',
  feature_not_available: 'The licence of this account does not include it.',
  wallet_transaction_not_purchased: 'These credits were not bought: there is nothing to pay.',
  wallet_transaction_already_settled: 'These credits are paid already.',
  wallet_transaction_has_no_attached_invoice:
    'Lago has not made the invoice for these credits yet: try again a little later.',
};

/** Codes of whole refusals, 403, 405, 422 and 429: what is in the way, and the way out. */
const CODES: Readonly<Record<string, string>> = {
  feature_unavailable:
    'The licence of this account does not include it, or it cannot be done with this object.',
  feature_not_available: 'The licence of this account does not include it.',
  premium_license_required: 'It needs a licence.',
  projected_usage_not_enabled: 'Projected usage is not part of this account.',
  endpoint_not_available: 'This Lago keeps its events in Postgres, and this needs ClickHouse.',
  premium_integration_missing: 'The account lacks the add-on for this: ask Lago for it.',
  full_usage_not_allowed: 'Usage over all periods is not part of this account.',
  cannot_finalize_with_pending_taxes:
    'The tax provider has not answered yet: try again a little later.',
  cannot_override_charge_model:
    'One subscription cannot have another charge model than its plan: make a plan of its own.',
  no_active_subscription: 'The customer has no active subscription of this key.',
  not_voidable:
    'Only a final invoice of which nothing was paid or credited can be voided: give back with a credit note instead.',
  not_deletable: 'Only a draft can be deleted: void the invoice instead.',
  not_disputable: 'Only a final invoice can be disputed.',
  invalid_status: 'It is in a state that does not allow this: read it and decide.',
  is_draft: 'It is a draft: finalize it first.',
  is_succeeded: 'It is paid already.',
  invalid_type_or_status:
    'Invoices of this kind, or in this state, do not allow it: read the invoice and decide.',
  no_voidable_amount: 'Nothing is left of the credit that could be voided.',
  credit_note_voided: 'The credit note is void.',
  credit_note_not_deletable: 'The credit note cannot be deleted in its state.',
  metadata_on_draft_invoice: 'A draft takes no data: finalize the invoice first.',
  payment_status_update_on_draft_invoice: 'A draft cannot be paid: finalize the invoice first.',
  update_on_voided_invoice: 'A voided invoice does not change any more.',
  invoiced_fee: 'The line is on an invoice: change that instead.',
  plan_overlapping: 'The customer has a coupon for the same plan or metric: remove that one first.',
  only_one_limitation_type_per_coupon_allowed:
    'Limit a coupon to plans or to metrics, not to both.',
  wallet_not_active: 'The wallet has ended: use another one.',
  invoice_synced_to_external_system:
    'The invoice is in the accounting system already: change it there.',
  invoices_not_overdue: 'Not all of these invoices are overdue: leave the others out.',
  invoices_have_different_currencies: 'Take invoices of one currency only.',
  invoices_have_different_billing_entities: 'Take invoices of one billing entity only.',
  invoices_not_ready_for_payment_processing:
    'Not all of these invoices can be paid now: leave the others out.',
  payment_processor_is_currently_handling_payment:
    'The payment provider is working on a payment of it: wait for its outcome.',
  subscription_incomplete:
    'The subscription waits for its first payment: try again when it is active.',
  purchase_order_number_not_editable: 'The purchase order number cannot change any more.',
  cannot_terminate_with_pending_taxes:
    'The tax provider has not answered yet: try again a little later.',
  creditable_amount_is_less_than_requested: 'It is more than can be given back: take less.',
  status_not_voided: 'Only a voided invoice allows this.',
  invoice_not_finalized: 'The invoice is not final yet: finalize it first.',
  invoice_payment_already_succeeded: 'The invoice is paid already.',
  invoice_due_date_in_future: 'The invoice is not due yet.',
  invoice_dispute_lost: 'The dispute of the invoice is lost: it does not change any more.',
  provider_error: 'The payment provider behind Lago refused it: see there.',
  third_party_error: 'A service that is connected to Lago refused it: see there.',
  stripe_required: 'It needs Stripe as the payment provider of the customer: link it at Lago.',
  lock_acquisition_failed: 'Another change of the same thing is under way: try again.',
  too_many_provider_requests:
    'The payment provider behind Lago gets too many requests: try again later.',
  resource_not_found:
    'Lago has no such address: check url, LAGO_API_URL or region, and that this version of Lago has it.',
};

/** What a rule on a field says, in our words; the rule itself where it is not known here. */
export function wordsOfRule(rule: string): string {
  return Object.hasOwn(FIELD_RULES, rule) ? (FIELD_RULES[rule] ?? rule) : `Lago's rule is ${rule}.`;
}

/** What the code of a refusal says, in our words; undefined where it is not known here. */
export function wordsOfCode(code: string): string | undefined {
  return Object.hasOwn(CODES, code) ? CODES[code] : undefined;
}
