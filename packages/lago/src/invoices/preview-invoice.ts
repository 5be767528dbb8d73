import { path } from '@billport/adapter-kit';
import type { Invoice, PreviewInvoiceInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkSubscription } from '../subscriptions/find-subscription.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import { InvoiceReader } from './invoice-reader.ts';

/** What is asked for, and whom the request names. */
interface PreviewRequest {
  readonly body: object;
  readonly about: { readonly resource: string; readonly key: string };
}

async function ofSubscription(
  lago: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<PreviewRequest> {
  const about = { resource: 'subscription', key: subscriptionKey };
  const row = await lago.read<LagoSubscription>(
    'subscription',
    path`/subscriptions/${subscriptionKey}`,
    context,
    { about },
  );
  const { external_customer_id: customerKey } = checkSubscription(row, subscriptionKey);
  const subscriptions = { external_ids: [subscriptionKey] };
  return { body: { customer: { external_id: customerKey }, subscriptions }, about };
}

function ofNewSubscription(
  input: Extract<PreviewInvoiceInput, { of: 'new_subscription' }>,
): PreviewRequest {
  const { customerKey, planCode, billingTime, startAt } = input;
  return {
    body: {
      customer: { external_id: customerKey },
      plan_code: planCode,
      ...(billingTime !== undefined && { billing_time: billingTime }),
      ...(startAt !== undefined && { subscription_at: startAt }),
    },
    about: { resource: 'customer', key: customerKey },
  };
}

/**
 * Computes an invoice and makes none. The body is not wrapped (`facts/lago.md §a`).
 * @throws BillingError `not_found`; `feature_not_enabled` without a licence.
 */
export async function previewInvoice(
  lago: Connection,
  input: PreviewInvoiceInput,
  context: CallContext,
): Promise<Invoice> {
  const request =
    input.of === 'subscription'
      ? await ofSubscription(lago, input.subscriptionKey, context)
      : ofNewSubscription(input);
  const wire = await lago.one<LagoInvoice>(
    'invoice',
    { method: 'POST', path: path`/invoices/preview`, repeat: 'read', ...request },
    context,
  );
  return new InvoiceReader(lago, context).complete({ ...wire, lago_id: null });
}
