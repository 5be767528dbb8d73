import { linkAddress, path } from '@billport/adapter-kit';
import { BillingError, type Link } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { isFields } from '../wire/reading.ts';
import { aboutCustomer, readCustomer } from './read-customer.ts';

function withoutPortal(customerKey: string, state: string): BillingError {
  return new BillingError('conflict', {
    message: `Customer ${JSON.stringify(customerKey)} has no page at Stripe: only customers who pay through Stripe have one. Change how this one pays in Paigo's dashboard; new ones pay so where the adapter's option paymentChannel is "Stripe".`,
    details: { resource: 'customer', key: customerKey, state },
  });
}

/**
 * Makes a link to the customer's pages at Stripe: how it pays, and its payments. It lives shortly
 * (`facts/paigo.md §3.8`).
 * @throws BillingError `conflict` for a customer who does not pay through Stripe
 */
export async function portalLink(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Link> {
  const { paymentChannel } = await readCustomer(paigo, customerKey, context);
  if (paymentChannel === 'manual') throw withoutPortal(customerKey, 'manual');
  const request = {
    method: 'GET',
    path: path`/customers/${customerKey}/stripePortal`,
    repeat: 'read',
    about: aboutCustomer(customerKey),
  } as const;
  try {
    const reply = await paigo.send(request, context);
    const link = isFields(reply) && isFields(reply.data) ? reply.data : reply;
    return { url: linkAddress(isFields(link) ? link.portalUrl : undefined, 'Paigo') };
  } catch (error) {
    // The channel can be right and the account not linked to Stripe.
    if (BillingError.is(error) && error.status === 400) {
      throw withoutPortal(customerKey, 'not linked to Stripe');
    }
    throw error;
  }
}
