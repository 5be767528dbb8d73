import { BillingError } from '@billport/core';

/**
 * Whether it is the address of a page. Links go to browsers, where some other addresses run as
 * programs.
 */
export const isPageAddress = (url: unknown): url is string =>
  typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url);

/**
 * The address of a link that a service answered. It is a secret: whoever has it can act for the
 * customer.
 * @param sender the service, for messages
 * @throws BillingError `malformed_response` for anything but the address of a page, which stays
 *   unsaid.
 */
export function linkAddress(url: unknown, sender: string): string {
  if (isPageAddress(url)) return url;
  throw new BillingError('malformed_response', {
    message: `${sender} answered without the address of the link.`,
  });
}
