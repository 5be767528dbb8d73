import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import type { WebhookEndpoint } from '../webhooks/webhook-endpoints.ts';

/** A webhook endpoint as Lago writes it. */
export function webhookEndpointObject(state: LagoState, endpoint: WebhookEndpoint): Fields {
  return {
    lago_id: endpoint.lagoId,
    lago_organization_id: state.organizationId,
    webhook_url: endpoint.url,
    signature_algo: endpoint.algorithm,
    name: endpoint.name,
    event_types: endpoint.eventTypes,
    created_at: toSeconds(endpoint.createdAt),
  };
}
