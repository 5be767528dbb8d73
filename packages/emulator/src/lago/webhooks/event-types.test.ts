import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './event-types.ts';

describe('the names of events that can be chosen', () => {
  it('are those of Lago', () => {
    for (const name of [
      'alert.triggered',
      'event.error',
      'events.errors',
      'invoice.paid_credit_added',
      'payment_provider.error',
      'subscription.usage_threshold_reached',
      'wallet_transaction.payment_failure',
    ]) {
      expect(EVENT_TYPES).toContain(name);
    }
    expect(EVENT_TYPES.size).toBe(75);
  });

  it('trap 20: hold a refund that failed under a name that is never sent', () => {
    expect(EVENT_TYPES).toContain('credit_note.provider_refund_failure');
    expect(EVENT_TYPES).not.toContain('credit_note.refund_failure');
  });

  it('are not those of the website', () => {
    expect(EVENT_TYPES).not.toContain('alerts.triggered');
    expect(EVENT_TYPES).not.toContain('events.error');
  });
});
