import { Decimal } from '@billport/core';
import type { TransactionRecord } from '../records/transaction.ts';
import { toWireNumber } from '../wire-number.ts';

/** An entry of the ledger as Paigo tells it: without an id, its amount a number. */
export const transactionObject = ({
  transactionAmount,
  timestamp,
  metadata = {},
}: TransactionRecord) => ({
  transactionAmount: toWireNumber(Decimal.parse(transactionAmount)),
  timestamp,
  metadata,
});
