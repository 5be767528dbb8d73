import type { Fields } from '../../machinery/json-fields.ts';
import type { LagoEvent } from '../events/event-store.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';

/** An event as Lago writes it. Events in ClickHouse have no id. */
export function eventObject(state: LagoState, event: LagoEvent): Fields {
  return {
    lago_id: state.switches.eventStore === 'clickhouse' ? null : event.lagoId,
    transaction_id: event.transactionId,
    lago_customer_id: null,
    code: event.code,
    timestamp: event.timestamp.written,
    precise_total_amount_cents: event.preciseTotalAmountCents,
    properties: event.properties,
    lago_subscription_id: null,
    external_subscription_id: event.externalSubscriptionId,
    created_at: toSeconds(event.createdAt),
  };
}
