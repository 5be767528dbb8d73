import type { Fee } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { billedRowId } from '../billed-row.ts';
import { createdAtOf } from '../created-at.ts';
import { addOnLine } from '../invoice-records.ts';
import { metricsOf } from '../metric-book.ts';
import { chargeById, filterById, plansOf } from '../plan-book.ts';
import type { LagoState } from '../state.ts';

const NO_FILTER = { filter_invoice_display_name: null, filters: null, grouped_by: {} } as const;

function chargeItem(state: LagoState, fee: Fee): Fields {
  const charge = chargeById(state, fee.chargeCode ?? '');
  const filter = charge && filterById(state, charge, fee.filter);
  const code = fee.metric ?? charge?.metricCode ?? '';
  const metric = metricsOf(state).find(code);
  const name = metric?.name ?? code;
  return {
    type: 'charge',
    code,
    name,
    description: metric?.description ?? null,
    invoice_display_name: charge?.invoiceDisplayName ?? name,
    filter_invoice_display_name: filter?.invoiceDisplayName ?? null,
    filters: fee.filter ?? null,
    lago_item_id: metric?.lagoId ?? state.ids.of('metric', code),
    item_type: 'BillableMetric',
    grouped_by: fee.group ?? {},
  };
}

function addOnItem(state: LagoState, fee: Fee): Fields {
  const line = addOnLine(state, fee.id);
  return {
    type: 'add_on',
    code: line?.code ?? '',
    name: line?.name ?? fee.name,
    description: line?.description ?? null,
    invoice_display_name: line?.invoiceDisplayName ?? fee.name,
    lago_item_id: line?.addOnId ?? state.ids.of('add_on', fee.id),
    item_type: 'AddOn',
    ...NO_FILTER,
  };
}

/** Subscription fees and commitments: the plan is their item. */
function planItem(state: LagoState, fee: Fee): Fields {
  const code = fee.planCode ?? '';
  const plan = plansOf(state).find(code);
  const name = plan?.name ?? fee.name;
  const isBase = fee.type === 'subscription';
  return {
    type: fee.type,
    code,
    name,
    description: plan?.description ?? null,
    invoice_display_name: isBase ? (plan?.invoiceDisplayName ?? name) : fee.name,
    lago_item_id: billedRowId(state, fee.subscriptionKey ?? '', code, createdAtOf(fee)),
    item_type: 'Subscription',
    ...NO_FILTER,
  };
}

function creditItem(state: LagoState, fee: Fee, transactionId: string | undefined): Fields {
  return {
    type: 'credit',
    code: 'credit',
    name: 'credit',
    description: null,
    invoice_display_name: fee.name,
    lago_item_id: state.ids.of('wallet_transaction', transactionId ?? fee.id),
    item_type: 'WalletTransaction',
    ...NO_FILTER,
  };
}

/**
 * `item` of a fee: what the line is for (`facts/lago.md §b` "Add-ons, taxes, fees").
 * @param transactionId The wallet transaction of bought credits, where it is known.
 */
export function feeItem(state: LagoState, fee: Fee, transactionId?: string): Fields {
  switch (fee.type) {
    case 'charge':
      return chargeItem(state, fee);
    case 'add_on':
      return addOnItem(state, fee);
    case 'credit':
      return creditItem(state, fee, transactionId);
    default:
      return planItem(state, fee);
  }
}
