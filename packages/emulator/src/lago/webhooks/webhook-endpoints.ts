import type { Fields } from '../../machinery/json-fields.ts';
import type { FieldErrors } from '../field-errors.ts';
import { textIn } from '../request-fields.ts';
import { EVENT_TYPES } from './event-types.ts';

/** Endpoints of an organization (`facts/lago.md §b`). */
export const MAX_ENDPOINTS = 10;

/**
 * How webhooks are signed: `jwt` with a private key (RS256), whose public key anybody can ask for;
 * `hmac` with a key that both sides have (HMAC-SHA256).
 */
export type SignatureAlgorithm = 'jwt' | 'hmac';

/** Where webhooks go. */
export interface WebhookEndpoint {
  /** Lago's id of it. */
  readonly lagoId: string;
  /** Address that webhooks are posted to. */
  readonly url: string;
  /** How its webhooks are signed. */
  readonly algorithm: SignatureAlgorithm;
  /** Its name among people; null when it has none. */
  readonly name: string | null;
  /** Only events of these names; null: all. */
  readonly eventTypes: readonly string[] | null;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Whether the endpoint gets webhooks of this type. */
export function wants({ eventTypes }: WebhookEndpoint, webhookType: string): boolean {
  return eventTypes === null || eventTypes.includes('*') || eventTypes.includes(webhookType);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function algorithmIn(fields: Fields, before: SignatureAlgorithm, errors: FieldErrors) {
  const { signature_algo: sent } = fields;
  if (sent === undefined || sent === null) return before;
  if (sent === 'jwt' || sent === 'hmac') return sent;
  errors.add('signature_algo', 'value_is_invalid');
  return before;
}

function eventTypesIn(fields: Fields, before: readonly string[] | null, errors: FieldErrors) {
  const { event_types: sent } = fields;
  if (sent === undefined) return before;
  if (sent === null) return null;
  const types = Array.isArray(sent) ? sent.map(String) : [String(sent)];
  if (types.some((type) => type !== '*' && !EVENT_TYPES.has(type))) {
    errors.add('event_types', 'value_is_invalid');
  }
  return types;
}

/** The endpoint with the fields that were sent. What is wrong with them is added to `errors`. */
export function changedEndpoint(
  before: WebhookEndpoint,
  fields: Fields,
  others: readonly WebhookEndpoint[],
  errors: FieldErrors,
): WebhookEndpoint {
  const sentUrl = textIn(fields, 'webhook_url');
  const url = (sentUrl === undefined ? before.url : sentUrl) ?? '';
  errors.require({ webhook_url: url }, 'webhook_url');
  if (url !== '' && !isWebAddress(url)) errors.add('webhook_url', 'url_is_invalid');
  if (others.some((other) => other.url === url)) errors.add('webhook_url', 'value_already_exist');
  const name = textIn(fields, 'name');
  return {
    ...before,
    url,
    algorithm: algorithmIn(fields, before.algorithm, errors),
    name: name === undefined ? before.name : name,
    eventTypes: eventTypesIn(fields, before.eventTypes, errors),
  };
}
