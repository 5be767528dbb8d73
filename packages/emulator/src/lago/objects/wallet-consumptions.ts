import { moneyFromMinor } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { createdAtOf } from '../created-at.ts';
import { creditsOf } from '../credit-amounts.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import type { Consumption } from '../wallet-ledger.ts';
import { walletTransactionObject } from './wallet-transactions.ts';

/**
 * A use of credits as Lago writes it.
 * @param shown The side that is shown: the other one was asked for.
 */
export async function consumptionObject(
  state: LagoState,
  consumption: Consumption,
  shown: 'inbound' | 'outbound',
): Promise<Fields> {
  const { inbound, outbound, cents } = consumption;
  const wallet = await state.billing.credits.getWallet({ walletId: outbound.walletId });
  const amount = moneyFromMinor(cents, wallet.currency);
  return {
    lago_id: state.ids.of('wallet_transaction_consumption', `${inbound.id}\n${outbound.id}`),
    amount_cents: toCents(amount),
    credit_amount: creditsOf(amount, wallet),
    created_at: toSeconds(createdAtOf(outbound)),
    wallet_transaction: await walletTransactionObject(state, consumption[shown]),
  };
}
