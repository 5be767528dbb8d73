import type { Fields } from './request-fields.ts';

/** Delivers webhooks to the endpoints of the account. */
export class WebhookSender {
  /** Puts a webhook of this type, about an object of this type, on its way to every endpoint. */
  send(_webhookType: string, _objectType: string, _object: Fields): void {}
}
