import type { Fields } from '../../machinery/json-fields.ts';
import type { LagoCharge, LagoFilter } from '../charges/lago-charge.ts';
import { toSeconds } from '../instants.ts';
import { metricsOf } from '../metric-book.ts';
import type { LagoState } from '../state.ts';
import { taxObjects } from './taxes.ts';

/** A filter as it stands in a charge. */
function innerFilterObject({ lagoId, invoiceDisplayName, properties, values }: LagoFilter): Fields {
  return { lago_id: lagoId, invoice_display_name: invoiceDisplayName, properties, values };
}

/** A filter as it is answered by itself. */
export function chargeFilterObject(charge: LagoCharge, filter: LagoFilter): Fields {
  return { ...innerFilterObject(filter), charge_code: charge.code };
}

/** A charge as Lago writes it. */
export async function chargeObject(state: LagoState, charge: LagoCharge): Promise<Fields> {
  return {
    lago_id: charge.lagoId,
    lago_billable_metric_id: metricsOf(state).idOf(state, charge.metricCode),
    code: charge.code,
    billable_metric_code: charge.metricCode,
    invoice_display_name: charge.invoiceDisplayName,
    created_at: toSeconds(charge.createdAt),
    charge_model: charge.chargeModel,
    pay_in_advance: charge.payInAdvance,
    invoiceable: charge.invoiceable,
    regroup_paid_fees: charge.regroupPaidFees,
    prorated: charge.prorated,
    min_amount_cents: charge.minAmountCents,
    properties: charge.properties,
    filters: charge.filters.map(innerFilterObject),
    lago_parent_id: null,
    taxes: await taxObjects(state, charge.taxCodes),
  };
}
