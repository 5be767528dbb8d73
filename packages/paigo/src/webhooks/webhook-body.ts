import { parsedBody, refusedDelivery } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import { type Fields, isFields } from '../wire/reading.ts';
import type { PaigoWebhookType } from './webhook-types.ts';

/** A body that is an object, of which nothing more is known. */
export interface WebhookBody {
  readonly fields: Fields;
  readonly type: PaigoWebhookType;
}

/** Longest id that is taken for one. Keys of customers are shorter. */
const LONGEST_ID = 255;

/**
 * The body of a delivery: an object, without an envelope (`facts/paigo.md §3.10`).
 * @throws BillingError `malformed_response` for anything else; `webhook_invalid` for one that says
 *   itself that it is of another type
 */
export function webhookBody(bytes: Uint8Array, type: PaigoWebhookType): WebhookBody {
  const fields = parsedBody(bytes, 'Paigo');
  if (!isFields(fields)) {
    const message = `Paigo sent a webhook ${type} that is no object.`;
    throw new BillingError('malformed_response', { message });
  }
  const { webhookType = type } = fields;
  if (webhookType === type) return { fields, type };
  throw refusedDelivery(
    `The delivery is of another type than ${type}: give each type an address of its own.`,
  );
}

/** A text of the body that names a thing; undefined where there is none. */
export function idIn({ fields }: WebhookBody, name: string): string | undefined {
  const id = fields[name];
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID ? id : undefined;
}

/**
 * A text that bodies of this type always have.
 * @throws BillingError `malformed_response`
 */
export function namedIn(body: WebhookBody, name: string): string {
  const id = idIn(body, name);
  if (id !== undefined) return id;
  throw new BillingError('malformed_response', {
    message: `Paigo sent a webhook ${body.type} without ${name}.`,
  });
}
