import type { Fee } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { feeObject } from './fees.ts';

/** Fields of an estimate that are numbers here and texts on every other fee. */
const NUMBERS = [
  'precise_amount',
  'precise_total_amount',
  'taxes_precise_amount',
  'precise_unit_amount',
];

/** A fee of `estimate_instant_fees`: computed from the event alone, with fewer details. */
export async function instantFeeObject(state: LagoState, fee: Fee, event: Fields): Promise<Fields> {
  const object = await feeObject(state, fee);
  return {
    ...object,
    ...Object.fromEntries(NUMBERS.map((name) => [name, Number(object[name])])),
    amount_details: null,
    event_transaction_id: textIn(event, 'transaction_id') ?? null,
  };
}
