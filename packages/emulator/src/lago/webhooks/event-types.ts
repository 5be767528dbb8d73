/** Events by what they are about, as an endpoint can choose them (`facts/lago.md §c`). */
const ACTIONS: Readonly<Record<string, string>> = {
  alert: 'triggered',
  billable_metric: 'created updated deleted',
  customer:
    'created updated accounting_provider_created accounting_provider_error crm_provider_created crm_provider_error payment_provider_created payment_provider_error checkout_url_generated tax_provider_error vies_check',
  // The name that can be chosen; on the wire it is `credit_note.refund_failure`, so that an
  // endpoint that chooses it never gets it (`facts/lago.md §c` "Traps").
  credit_note: 'created generated provider_refund_failure',
  dunning_campaign: 'finished',
  event: 'error',
  events: 'errors',
  feature: 'created updated deleted',
  fee: 'created tax_provider_error',
  integration: 'provider_error',
  invoice:
    'created one_off_created paid_credit_added generated drafted ready_to_finalize voided deleted payment_dispute_lost payment_status_updated payment_overdue payment_failure resynced',
  order: 'created executed',
  order_form: 'created signed expired voided',
  payment: 'succeeded requires_action',
  payment_provider: 'error',
  payment_receipt: 'created generated',
  payment_request: 'created payment_failure payment_status_updated',
  plan: 'created updated deleted',
  quote: 'created approved voided',
  subscription:
    'canceled incomplete terminated started updated termination_alert trial_ended usage_threshold_reached',
  wallet: 'created depleted_ongoing_balance terminated updated',
  wallet_transaction: 'created updated payment_failure',
};

/** Every name that an endpoint can choose. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(
  Object.entries(ACTIONS).flatMap(([about, actions]) =>
    actions.split(' ').map((action) => `${about}.${action}`),
  ),
);
