import type { Fields } from '../machinery/json-fields.ts';
import type { LagoState } from './state.ts';
import type { SentWebhook } from './webhooks/webhook-sender.ts';

/** Webhooks that are shown. */
const SHOWN_WEBHOOKS = 100;

const deliveryObject = (delivery: SentWebhook): Fields => ({
  unique_key: delivery.uniqueKey,
  webhook_type: delivery.webhookType,
  webhook_url: delivery.endpoint.url,
  status: delivery.status,
  answers: delivery.answers,
});

/** What `GET /emulator` tells of an account of Lago beside what all emulators have. */
export const aboutAccount = (state: LagoState): Fields => ({
  provider: 'lago',
  api_base: `${state.url}/api/v1`,
  organization_id: state.organizationId,
  hmac_key: state.webhooks.signer.hmacKey,
  webhooks: state.webhooks.deliveries.slice(-SHOWN_WEBHOOKS).map(deliveryObject),
});
