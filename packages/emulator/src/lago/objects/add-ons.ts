import type { Fields } from '../../machinery/json-fields.ts';
import type { AddOn } from '../add-on-store.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import { taxObjects } from './taxes.ts';

/** An add-on as Lago writes it. */
export async function addOnObject(state: LagoState, addOn: AddOn): Promise<Fields> {
  return {
    lago_id: addOn.lagoId,
    name: addOn.name,
    invoice_display_name: addOn.invoiceDisplayName,
    code: addOn.code,
    description: addOn.description,
    amount_cents: addOn.amountCents,
    amount_currency: addOn.currency,
    taxes: await taxObjects(state, addOn.taxCodes),
    created_at: toSeconds(addOn.createdAt),
  };
}
