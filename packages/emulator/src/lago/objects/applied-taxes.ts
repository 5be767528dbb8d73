import { type AppliedTax, BillingError, Decimal, type Tax } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { toSeconds } from '../instants.ts';
import { toRoundedCents } from '../precise-amounts.ts';
import type { LagoState } from '../state.ts';

async function taxIfAny(state: LagoState, code: string): Promise<Tax | undefined> {
  try {
    return await state.billing.taxes.get({ code });
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** What a tax was applied to: the prefix of its Lago ids, and when. */
export interface TaxedThing {
  /** Such as `fee_1`. */
  readonly key: string;
  readonly createdAt: string;
  readonly hasIds: boolean;
}

/** A tax as it was applied, in the fields that fees, invoices and credit notes share. */
export async function appliedTaxObject(
  state: LagoState,
  tax: AppliedTax,
  thing: TaxedThing,
): Promise<Fields> {
  const current = await taxIfAny(state, tax.code);
  return {
    lago_id: thing.hasIds ? state.ids.of('applied_tax', `${thing.key}\n${tax.code}`) : null,
    lago_tax_id: current === undefined ? null : state.ids.of('tax', tax.code),
    tax_name: tax.name ?? tax.code,
    tax_code: tax.code,
    // A float on the wire (`facts/lago.md §a` "Money").
    tax_rate: Number(tax.rate),
    tax_description: current?.description ?? null,
    base_amount_cents: toRoundedCents(Decimal.parse(tax.base), tax.amount.currency),
    amount_cents: toCents(tax.amount),
    amount_currency: tax.amount.currency,
    created_at: toSeconds(thing.createdAt),
  };
}
