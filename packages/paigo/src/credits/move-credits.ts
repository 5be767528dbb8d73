import { path } from '@billport/adapter-kit';
import { type CreditTransaction, currentInstant, type Decimal } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { findOwnWork } from '../find-own-work.ts';
import { freshToken } from '../fresh-token.ts';
import { OWN } from '../own-metadata.ts';
import type { PaigoTransactionBody } from '../wire/transaction.ts';
import { type LedgerOf, readLedger, toTransaction } from './ledger.ts';
import { aboutWallet, walletIdOf } from './wallet-id.ts';

/** A movement of credits that is to be made. */
export interface Movement extends LedgerOf {
  /** Below zero where credits go. */
  readonly amount: Decimal;
  readonly kind: 'granted' | 'voided';
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

function bodyOf(movement: Movement, token: string, createdAt: string): PaigoTransactionBody {
  const { amount, kind, name, metadata } = movement;
  const own = { [OWN.token]: token, [OWN.kind]: kind, [OWN.createdAt]: createdAt };
  return {
    transactionAmount: amount.toString(),
    metadata: { ...metadata, ...own, ...(name && { [OWN.name]: name }) },
  };
}

const lookupOf = (walletId: string, token: string) =>
  `credits.listTransactions({ walletId: ${JSON.stringify(walletId)} }): look for the id ${token}. Where it is not there, it may still come.`;

/**
 * Writes an entry into the ledger, once: Paigo would write a second one (`facts/paigo.md §6.1`). Its
 * reply names nothing, so the entry carries a token: that is its id, and after an unclear answer the
 * ledger is looked through for it.
 * @throws BillingError `outcome_unknown` when it is not found after an unclear answer
 */
export async function moveCredits(
  paigo: Connection,
  movement: Movement,
  context: CallContext,
): Promise<CreditTransaction> {
  const { customerKey } = movement;
  const walletId = walletIdOf(customerKey);
  const id = freshToken();
  const at = currentInstant(paigo.clock);
  const body = bodyOf(movement, id, at);
  const made = toTransaction({ id, amount: movement.amount, at, wire: body }, movement);
  try {
    await paigo.send(
      {
        method: 'POST',
        path: path`/customers/${customerKey}/transactions`,
        body,
        repeat: 'never',
        expects: 'json_or_nothing',
        about: aboutWallet(walletId),
        lookup: lookupOf(walletId, id),
      },
      context,
    );
    return made;
  } catch (error) {
    const find = async () =>
      (await readLedger(paigo, customerKey, context)).find((entry) => entry.id === id);
    await findOwnWork(error, find, context);
    return made;
  }
}
