import { describe, expect, it } from 'vitest';
import { eventTypeOf } from './event-types.ts';

/** Every name that Lago can send, by what it is about (`facts/lago.md §c`), and the type it has. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alert: { triggered: 'other' },
  billable_metric: {
    created: 'metric.created',
    updated: 'metric.updated',
    deleted: 'metric.deleted',
  },
  customer: {
    created: 'customer.created',
    updated: 'customer.updated',
    vies_check: 'other',
    payment_provider_created: 'other',
    payment_provider_error: 'other',
    accounting_provider_created: 'other',
    accounting_provider_error: 'other',
    crm_provider_created: 'other',
    crm_provider_error: 'other',
    tax_provider_error: 'other',
    checkout_url_generated: 'other',
  },
  credit_note: {
    created: 'credit_note.created',
    generated: 'credit_note.document_ready',
    refund_failure: 'credit_note.refund_failed',
    provider_refund_failure: 'credit_note.refund_failed',
  },
  dunning_campaign: { finished: 'other' },
  event: { error: 'usage.rejected' },
  events: { errors: 'usage.rejected' },
  feature: { created: 'other', updated: 'other', deleted: 'other' },
  fee: { created: 'fee.created', tax_provider_error: 'other' },
  integration: { provider_error: 'other' },
  invoice: {
    drafted: 'invoice.drafted',
    ready_to_finalize: 'invoice.ready_to_finalize',
    created: 'invoice.finalized',
    one_off_created: 'invoice.finalized',
    paid_credit_added: 'invoice.finalized',
    add_on_added: 'invoice.finalized',
    generated: 'invoice.document_ready',
    payment_status_updated: 'invoice.payment_status_changed',
    payment_overdue: 'invoice.payment_overdue',
    payment_failure: 'invoice.payment_failed',
    payment_dispute_lost: 'invoice.dispute_lost',
    voided: 'invoice.voided',
    deleted: 'invoice.deleted',
    resynced: 'invoice.resynced',
  },
  order: { created: 'other', executed: 'other' },
  order_form: { created: 'other', signed: 'other', expired: 'other', voided: 'other' },
  quote: { created: 'other', approved: 'other', voided: 'other' },
  payment: { succeeded: 'other', requires_action: 'other' },
  payment_provider: { error: 'other' },
  payment_receipt: { created: 'other', generated: 'other' },
  payment_request: { created: 'other', payment_status_updated: 'other', payment_failure: 'other' },
  plan: { created: 'plan.created', updated: 'plan.updated', deleted: 'plan.deleted' },
  subscription: {
    started: 'subscription.started',
    updated: 'subscription.updated',
    terminated: 'subscription.terminated',
    canceled: 'subscription.canceled',
    incomplete: 'subscription.incomplete',
    termination_alert: 'subscription.ending',
    trial_ended: 'subscription.trial_ended',
    usage_threshold_reached: 'subscription.usage_threshold_reached',
  },
  wallet: {
    created: 'wallet.created',
    updated: 'wallet.updated',
    terminated: 'wallet.terminated',
    depleted_ongoing_balance: 'wallet.depleted',
  },
  wallet_transaction: {
    created: 'credit_transaction.created',
    updated: 'credit_transaction.updated',
    payment_failure: 'credit_transaction.payment_failed',
  },
};

const rows = Object.entries(NAMES).flatMap(([about, types]) =>
  Object.entries(types).map(([action, type]) => [`${about}.${action}`, type] as const),
);

describe('the type of an event', () => {
  it('is known for every name of Lago', () => {
    // 75 that endpoints can choose, `credit_note.refund_failure` of the wire, and one of old versions.
    expect(rows).toHaveLength(77);
  });

  it.each(rows)('of %s is %s', (name, type) => {
    expect(eventTypeOf(name)).toBe(type);
  });

  it.each([
    'alerts.triggered',
    'invoice.folded',
    'invoice',
    '',
    'constructor',
    '__proto__',
    'toString',
  ])('of %s, which Lago does not send now, is other', (name) => {
    expect(eventTypeOf(name)).toBe('other');
  });
});
