import { invalidInput } from '@billport/core';
import { refusedDelivery } from './refused-delivery.ts';
import type { WebhookDelivery, WebhookHeaders } from './webhook-delivery.ts';

function isHeaders(headers: WebhookHeaders): headers is Headers {
  return 'get' in headers && typeof headers.get === 'function';
}

/** All values of a header, whatever case its name is in. */
function valuesOf(headers: WebhookHeaders, name: string): readonly string[] {
  if (isHeaders(headers)) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  return Object.entries(headers)
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value ?? []);
}

/**
 * The only value of a header, which is not empty and has no blanks: those that came twice are one
 * list with commas, which none of these headers has.
 * @param sender the service that writes it, for messages
 * @throws BillingError `webhook_invalid`
 */
export function onlyHeader(headers: WebhookHeaders, name: string, sender: string): string {
  const [value, ...others] = valuesOf(headers, name);
  if (value === undefined || value === '') {
    throw refusedDelivery(`The header ${name} is missing: this is no webhook of ${sender}.`);
  }
  if (others.length > 0 || /[\s,]/.test(value)) {
    throw refusedDelivery(
      `The header ${name} came more than once, or is not as ${sender} writes it.`,
    );
  }
  return value;
}

/**
 * The headers, of anything that can be a delivery.
 * @throws BillingError `invalid_input` for what can be none.
 */
export function headersOf(delivery: WebhookDelivery): WebhookHeaders {
  const headers: unknown = delivery?.headers;
  if (typeof headers === 'object' && headers !== null) return delivery.headers;
  const message = 'Pass the request, or { headers, body } of it with the raw body.';
  throw invalidInput([{ path: ['headers'], message }]);
}
