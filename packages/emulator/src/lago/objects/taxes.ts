import type { Tax } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';

/** A tax as Lago writes it. Its counts are out of use and always 0. */
export function taxObject(state: LagoState, tax: Tax): Fields {
  return {
    lago_id: state.ids.of('tax', tax.code),
    name: tax.name,
    code: tax.code,
    description: tax.description ?? null,
    // A float on the wire (`facts/lago.md §a` "Money").
    rate: Number(tax.rate),
    applied_to_organization: tax.byDefault ?? false,
    add_ons_count: 0,
    customers_count: 0,
    plans_count: 0,
    charges_count: 0,
    commitments_count: 0,
    created_at: toSeconds(tax.createdAt),
  };
}

/**
 * The taxes that an object names.
 * @throws BillingError `not_found` for a code that no tax has.
 */
export async function taxObjects(
  state: LagoState,
  codes: readonly string[] | undefined,
): Promise<Fields[]> {
  const taxes = (codes ?? []).map((code) => state.billing.taxes.get({ code }));
  return (await Promise.all(taxes)).map((tax) => taxObject(state, tax));
}
