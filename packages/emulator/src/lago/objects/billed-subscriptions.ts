import type { Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { billedRow } from '../billed-row.ts';
import { createdAtOf } from '../created-at.ts';
import type { LagoState } from '../state.ts';
import { refreshRows } from '../subscriptions/refresh-rows.ts';
import { subscriptionObject } from './subscriptions.ts';

/** `subscriptions` of an invoice: those that it bills. One of a preview was never made. */
export async function billedSubscriptions(state: LagoState, invoice: Invoice): Promise<Fields[]> {
  const billed: Fields[] = [];
  for (const { subscriptionKey, planCode } of invoice.periods) {
    await refreshRows(state, subscriptionKey);
    const row = billedRow(state, subscriptionKey, planCode, createdAtOf(invoice));
    if (row !== undefined) billed.push(await subscriptionObject(state, row));
  }
  return billed;
}
