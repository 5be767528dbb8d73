import { toEpochMs, type Warning } from '@billport/core';
import type { Discount } from './discount.ts';
import type { Span } from './raw-usage.ts';
import type { Subscriber } from './subscriber.ts';

const partial = (message: string): Warning => ({ code: 'partial', field: 'amount', message });

/** Whether something with an end, or without one, is not over when a span begins. */
const isInForce = (end: string | undefined, { from }: Span): boolean =>
  end === undefined || toEpochMs(end) > from;

function discountText({ percentage, until }: Discount): string {
  const share = percentage === undefined ? '' : ` of ${percentage} %`;
  const end = until === undefined ? '' : ` until ${until}`;
  return `There is a discount${share} on invoices${end}: it is not taken off here.`;
}

/**
 * Says what Paigo does not bill of usage that is priced here: that of a trial, and what a discount
 * takes off the invoice.
 */
export function notBilled({ trialEndsAt: end, discount }: Subscriber, span: Span): Warning[] {
  const warnings: Warning[] = [];
  if (end !== undefined && isInForce(end, span)) {
    const message = `There is a trial until ${end}: Paigo bills no usage in it, and here it is priced as usual.`;
    warnings.push(partial(message));
  }
  if (discount !== undefined && isInForce(discount.until, span)) {
    warnings.push(partial(discountText(discount)));
  }
  return warnings;
}
