import {
  type Check,
  COMMON_CHECKS,
  checkSettings,
  headersOf,
  oneOf,
  onlyHeader,
  rawBody,
  readCredential,
  refusedDelivery,
  sameBytes,
  text,
  type WebhookDelivery,
  type WebhookHeaders,
  wrongSetting,
} from '@billport/adapter-kit';
import { BillingError, type BillingEvent } from '@billport/core';
import { deduplicationKey } from './deduplication-key.ts';
import { eventParts, type WebhookReader } from './event-parts.ts';
import { webhookBody } from './webhook-body.ts';
import { type PaigoWebhookType, WEBHOOK_TYPES } from './webhook-types.ts';

/** Settings of {@link createWebhookParser}. */
export interface WebhookParserOptions {
  /**
   * The type that is delivered to this address. Bodies do not tell it, so each type has an address
   * and a parser of its own.
   */
  readonly type: PaigoWebhookType;
  /**
   * The `securityKey` that the webhook was subscribed with; `PAIGO_WEBHOOK_SECURITY_KEY` of the
   * environment when absent. Without one anybody could send events: there is no parser without it.
   */
  readonly securityKey?: string;
  /** Reads what a webhook tells of: what `createPaigo` returns. Without it events have no object. */
  readonly provider?: WebhookReader;
  /** Where a missing key is looked up; `process.env` when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks a delivery and brings the event that it tells.
 * @throws BillingError `webhook_invalid` for a delivery that is not Paigo's, or of another type:
 *   answer 400. `malformed_response` for one that cannot be read; `invalid_input` for a body that is
 *   not raw; and what reading the object can end in: answer 500.
 */
export type WebhookParser = (delivery: WebhookDelivery) => Promise<BillingEvent>;

const isReader = (value: unknown): value is WebhookReader => {
  const { customers, invoices } = (value ?? {}) as Partial<WebhookReader>;
  return typeof customers?.get === 'function' && typeof invoices?.get === 'function';
};

const CHECKS: Readonly<Record<keyof WebhookParserOptions, Check>> = {
  type: oneOf(WEBHOOK_TYPES),
  securityKey: text,
  provider: (value) => (isReader(value) ? undefined : 'Pass what createPaigo returns.'),
  environment: COMMON_CHECKS.environment,
};

const TAKER = 'createWebhookParser';
const HEADER = 'x-paigo-security';

function checkOptions(options: WebhookParserOptions): void {
  checkSettings(TAKER, CHECKS, options, { type: WEBHOOK_TYPES });
  if (options.type === undefined) {
    const message = `type: Write which type is delivered to this address: ${WEBHOOK_TYPES.join(', ')}.`;
    throw wrongSetting(message, 'type', WEBHOOK_TYPES);
  }
}

/** @throws BillingError `configuration` for a missing key, and one that no header can bring. */
function keyOf({ securityKey, environment }: WebhookParserOptions): Uint8Array {
  const key = readCredential({
    value: securityKey,
    option: 'securityKey',
    variable: 'PAIGO_WEBHOOK_SECURITY_KEY',
    environment: environment ?? globalThis.process?.env ?? {},
  });
  if (key.includes(',')) {
    const message =
      'securityKey: Subscribe with a key without commas: headers that come twice are joined by them.';
    throw wrongSetting(message, 'securityKey');
  }
  return new TextEncoder().encode(key);
}

/** Paigo sends the key itself: there is no signature over the body (`facts/paigo.md §3.10`). */
function checkKey(headers: WebhookHeaders, key: Uint8Array): void {
  const sent = new TextEncoder().encode(onlyHeader(headers, HEADER, 'Paigo'));
  if (!sameBytes(sent, key)) {
    throw refusedDelivery(`The header ${HEADER} does not hold the securityKey of this parser.`);
  }
}

/**
 * Makes the function that checks webhooks of Paigo of one type, and reads them as events of the
 * contract. Bodies are hints: what they name is read from Paigo.
 *
 * @example
 * ```ts
 * import { createPaigo, createWebhookParser } from '@billport/paigo';
 *
 * const provider = createPaigo();
 * const parse = createWebhookParser({ type: 'INVOICE_PAID', provider });
 *
 * async function POST(request: Request): Promise<Response> {
 *   const event = await parse(request);
 *   if (event.type === 'invoice.payment_status_changed') console.log(event.object?.paymentStatus);
 *   return new Response(null, { status: 204 });
 * }
 * ```
 * @throws BillingError `configuration` that names the setting, and what it may be.
 */
export function createWebhookParser(options: WebhookParserOptions): WebhookParser {
  checkOptions(options);
  const { type, provider } = options;
  const key = keyOf(options);
  return async (delivery) => {
    try {
      checkKey(headersOf(delivery), key);
      const body = webhookBody(await rawBody(delivery), type);
      const parts = await eventParts(body, provider);
      const base = {
        deduplicationKey: deduplicationKey(body),
        provider: 'paigo',
        providerType: type,
        raw: body.fields,
      };
      return { ...base, ...parts };
    } catch (error) {
      throw BillingError.is(error) ? error.in({ provider: 'paigo' }) : error;
    }
  };
}
