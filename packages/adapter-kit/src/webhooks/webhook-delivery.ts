/**
 * Headers as web frameworks have them: of a WHATWG `Request`, or Node's, with lists for those that
 * came more than once.
 */
export type WebhookHeaders =
  | Headers
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery whose body was read already. */
export interface ReadWebhookDelivery {
  readonly headers: WebhookHeaders;
  /** The raw body, byte for byte as it came: never an object that was parsed from it. */
  readonly body: string | Uint8Array;
}

/** What a webhook endpoint gets: the request itself, or its headers and raw body. */
export type WebhookDelivery = Request | ReadWebhookDelivery;
