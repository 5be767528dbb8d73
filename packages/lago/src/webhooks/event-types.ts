import type { BillingEventType } from '@billport/core';

/** What Lago tells of and the contract has words for (`facts/lago.md §c`). */
const TYPES: ReadonlyMap<string, BillingEventType> = new Map<string, BillingEventType>([
  ['billable_metric.created', 'metric.created'],
  ['billable_metric.updated', 'metric.updated'],
  ['billable_metric.deleted', 'metric.deleted'],
  ['customer.created', 'customer.created'],
  ['customer.updated', 'customer.updated'],
  ['plan.created', 'plan.created'],
  ['plan.updated', 'plan.updated'],
  ['plan.deleted', 'plan.deleted'],
  ['subscription.started', 'subscription.started'],
  ['subscription.updated', 'subscription.updated'],
  ['subscription.terminated', 'subscription.terminated'],
  ['subscription.canceled', 'subscription.canceled'],
  ['subscription.incomplete', 'subscription.incomplete'],
  ['subscription.termination_alert', 'subscription.ending'],
  ['subscription.trial_ended', 'subscription.trial_ended'],
  ['subscription.usage_threshold_reached', 'subscription.usage_threshold_reached'],
  ['event.error', 'usage.rejected'],
  ['events.errors', 'usage.rejected'],
  ['invoice.drafted', 'invoice.drafted'],
  ['invoice.ready_to_finalize', 'invoice.ready_to_finalize'],
  // Three names for one thing: an invoice that is final.
  ['invoice.created', 'invoice.finalized'],
  ['invoice.one_off_created', 'invoice.finalized'],
  ['invoice.paid_credit_added', 'invoice.finalized'],
  // Of older versions.
  ['invoice.add_on_added', 'invoice.finalized'],
  ['invoice.generated', 'invoice.document_ready'],
  ['invoice.payment_status_updated', 'invoice.payment_status_changed'],
  ['invoice.payment_failure', 'invoice.payment_failed'],
  ['invoice.payment_overdue', 'invoice.payment_overdue'],
  ['invoice.payment_dispute_lost', 'invoice.dispute_lost'],
  ['invoice.voided', 'invoice.voided'],
  ['invoice.deleted', 'invoice.deleted'],
  ['invoice.resynced', 'invoice.resynced'],
  ['fee.created', 'fee.created'],
  ['credit_note.created', 'credit_note.created'],
  ['credit_note.generated', 'credit_note.document_ready'],
  // The name on the wire, and the one that endpoints choose it by.
  ['credit_note.refund_failure', 'credit_note.refund_failed'],
  ['credit_note.provider_refund_failure', 'credit_note.refund_failed'],
  ['wallet.created', 'wallet.created'],
  ['wallet.updated', 'wallet.updated'],
  ['wallet.terminated', 'wallet.terminated'],
  ['wallet.depleted_ongoing_balance', 'wallet.depleted'],
  ['wallet_transaction.created', 'credit_transaction.created'],
  ['wallet_transaction.updated', 'credit_transaction.updated'],
  ['wallet_transaction.payment_failure', 'credit_transaction.payment_failed'],
]);

/**
 * The type of an event by Lago's name. `other` for what the contract has no words for, and for
 * names that Lago may gain at any time.
 */
export function eventTypeOf(webhookType: string): BillingEventType | 'other' {
  return TYPES.get(webhookType) ?? 'other';
}
