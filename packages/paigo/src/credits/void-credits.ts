import {
  BillingError,
  type CheckedInputOf,
  type CreditTransaction,
  type contract,
  Decimal,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { checkCredits } from './add-credits.ts';
import { moveCredits } from './move-credits.ts';
import { balanceOf, readWallet, walletCurrency } from './wallet.ts';

type VoidInput = CheckedInputOf<typeof contract.credits.void>;

/** @throws BillingError `insufficient_credits` when the wallet has less. */
function checkBalance(customer: PaigoCustomer, { walletId, credits }: VoidInput): void {
  const balance = balanceOf(customer);
  if (balance.compare(Decimal.parse(credits)) >= 0) return;
  throw new BillingError('insufficient_credits', {
    message: `Wallet ${JSON.stringify(walletId)} has ${balance} credits: take ${credits} only when there are as many.`,
    details: { available: balance.toString(), requested: credits },
  });
}

async function take(
  paigo: Connection,
  input: VoidInput,
  context: CallContext,
): Promise<CreditTransaction> {
  const { walletId, credits } = input;
  const customer = await readWallet(paigo, walletId, context);
  const { customerId: customerKey } = customer;
  const currency = walletCurrency(customer);
  checkCredits(credits, currency);
  const amount = Decimal.parse(credits).negated();
  try {
    return await moveCredits(paigo, { customerKey, currency, amount, kind: 'voided' }, context);
  } catch (error) {
    if (!BillingError.is(error, 'rejected')) throw error;
    checkBalance(await readWallet(paigo, walletId, context), input);
    throw error;
  }
}

/**
 * Takes credits out of a wallet. Whether there are as many is for Paigo to say, which lets no balance
 * go below zero (`facts/paigo.md §3.7`): what can be read may be older. Calls for one wallet wait for
 * each other.
 * @throws BillingError `not_found`, `insufficient_credits`, `outcome_unknown`
 */
export async function voidCredits(
  paigo: Connection,
  input: VoidInput,
  context: CallContext,
): Promise<CreditTransaction> {
  return paigo.turns.take(`credits:${input.walletId}`, () => take(paigo, input, context));
}
