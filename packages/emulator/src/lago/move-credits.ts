import { type CreditTransaction, currencyDigits, Decimal, type Wallet } from '@billport/core';
import type { Fields } from '../machinery/json-fields.ts';
import { creditsIn } from './credit-amounts.ts';
import type { FieldErrors } from './field-errors.ts';
import type { LagoState } from './state.ts';
import {
  keepTransactionRecord,
  type TransactionMetadataRow,
  type WalletRecord,
} from './wallet-records.ts';
import { tellTransaction } from './webhooks/tell-transaction.ts';

/** Credits to move, each kind on its own; undefined for none. */
export interface CreditAmounts {
  readonly paid: Decimal | undefined;
  readonly granted: Decimal | undefined;
  readonly voided: Decimal | undefined;
}

/** What the transactions of one request have in common. */
export interface TransactionWords {
  readonly name: string | undefined;
  readonly metadata: readonly TransactionMetadataRow[];
  readonly invoiceRequiresSuccessfulPayment: boolean;
}

type Rate = Pick<Wallet, 'creditValue' | 'currency'>;

/** What the credits are worth, cut to the smallest unit. */
function worthOf(credits: Decimal, { creditValue, currency }: Rate): bigint {
  const digits = currencyDigits(currency);
  return credits.times(Decimal.parse(creditValue)).round(digits, 'down').toScaled(digits);
}

/** The credits of a request; a kind that is worth nothing is refused. */
export function creditAmountsIn(fields: Fields, rate: Rate, errors: FieldErrors): CreditAmounts {
  const read = (name: string) => {
    const credits = creditsIn(fields, name, errors);
    if (credits !== undefined && worthOf(credits, rate) === 0n) {
      errors.add(name, 'amount_rounds_to_zero');
    }
    return credits;
  };
  return {
    paid: read('paid_credits'),
    granted: read('granted_credits'),
    voided: read('voided_credits'),
  };
}

/** Refuses a top-up that costs less or more than the wallet allows. */
export function checkTopUpLimits(
  paid: Decimal | undefined,
  rate: Rate,
  limits: Pick<WalletRecord, 'paidTopUpMinCents' | 'paidTopUpMaxCents'>,
  errors: FieldErrors,
): void {
  if (paid === undefined) return;
  const cents = worthOf(paid, rate);
  const { paidTopUpMinCents: least, paidTopUpMaxCents: most } = limits;
  if (least !== null && cents < BigInt(least)) errors.add('paid_credits', 'amount_below_minimum');
  if (most !== null && cents > BigInt(most)) errors.add('paid_credits', 'amount_above_maximum');
}

/** Refuses to void more than there is. */
export function checkCovered(
  voided: Decimal | undefined,
  wallet: Wallet,
  errors: FieldErrors,
): void {
  if (voided === undefined) return;
  const covered = voided.compare(Decimal.parse(wallet.creditBalance)) <= 0;
  if (!covered) errors.add('voided_credits', 'insufficient_credits');
}

/**
 * Moves the credits: one transaction of each kind. Granted and voided ones count at once, bought
 * ones once their invoice is paid; that invoice is shown later (`facts/lago.md §b` "Wallets").
 * @returns the transactions in Lago's order: paid, granted, voided
 */
export async function moveCredits(
  state: LagoState,
  walletId: string,
  { paid, granted, voided }: CreditAmounts,
  words: TransactionWords,
): Promise<CreditTransaction[]> {
  const { credits } = state.billing;
  const { name, metadata, invoiceRequiresSuccessfulPayment } = words;
  const add = (kind: 'purchased' | 'granted', amount: Decimal | undefined) =>
    amount &&
    credits.add({ walletId, kind, credits: amount.toString(), ...(name ? { name } : {}) });
  // The one that can still fail comes first, so that a refusal leaves nothing behind.
  const taken = voided && (await credits.void({ walletId, credits: voided.toString() }));
  const made = [await add('purchased', paid), await add('granted', granted), taken];
  const transactions = made.filter((one) => one !== undefined);
  for (const { id } of transactions) {
    keepTransactionRecord(state, id, {
      walletId,
      metadata,
      invoiceRequiresSuccessfulPayment,
      isMadeByRequest: true,
    });
  }
  for (const transaction of transactions) await tellTransaction(state, 'created', transaction);
  return transactions;
}
