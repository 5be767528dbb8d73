import { checkEcho, linkAddress, path, type RequestPath } from '@billport/adapter-kit';
import { type Link, toInstant } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';

/** How long a portal link works (`facts/lago.md §b`, Customers). */
const PORTAL_MS = 12 * 60 * 60 * 1000;

/** What Lago answers of a link. It is a secret: whoever has it is the customer. */
interface LagoLink {
  readonly external_customer_id?: string | null;
  readonly portal_url?: unknown;
  readonly checkout_url?: unknown;
}

async function requestLink(
  lago: Connection,
  method: 'GET' | 'POST',
  address: RequestPath,
  customerKey: string,
  context: CallContext,
): Promise<LagoLink> {
  const about = { resource: 'customer', key: customerKey };
  const repeat = method === 'GET' ? 'read' : 'safe';
  const lookup = 'Nothing to look up: ask for another link.';
  return lago.one<LagoLink>('customer', { method, path: address, repeat, lookup, about }, context);
}

/** Makes a link to Lago's pages for the customer. It works for twelve hours. */
export async function portalLink(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Link> {
  const address = path`/customers/${customerKey}/portal_url`;
  const { portal_url } = await requestLink(lago, 'GET', address, customerKey, context);
  return {
    url: linkAddress(portal_url, 'Lago'),
    expiresAt: toInstant(lago.clock.now() + PORTAL_MS),
  };
}

/**
 * Makes a link to the payment provider's page where the customer enters a payment method.
 * @throws BillingError `conflict` when no payment provider is linked to the customer.
 */
export async function checkoutLink(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Link> {
  const address = path`/customers/${customerKey}/checkout_url`;
  const link = await requestLink(lago, 'POST', address, customerKey, context);
  checkEcho('customer', customerKey, link.external_customer_id ?? customerKey);
  return { url: linkAddress(link.checkout_url, 'Lago') };
}
