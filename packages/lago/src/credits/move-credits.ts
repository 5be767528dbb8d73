import { path, writeOnce } from '@billport/adapter-kit';
import {
  type AddCreditsInput,
  BillingError,
  type CreditTransaction,
  currencyDigits,
  Decimal,
  invalidInput,
  type Result,
  type Warning,
} from '@billport/core';
import { type CallContext, type Connection, unwrapRows } from '../connection.ts';
import { checkMetadata, type MetadataLimits } from '../metadata-limits.ts';
import type { LagoWalletTransaction, LagoWalletTransactionInput } from '../wire/wallet.ts';
import { decimalOf, decimalText } from '../wire-decimal.ts';
import type { CreditWorth, CreditWorths } from './credit-worth.ts';
import { CALL_KEY, callKeyOf, toTransaction, toTransactionMetadata } from './transaction.ts';
import { readWallet } from './wallet.ts';

/** Digits of credits that Lago keeps; it cuts the others off (`facts/lago.md §b`, Wallets). */
const CREDIT_DIGITS = 5;

/** What a transaction keeps of the caller's data (`facts/lago.md §b`, Wallets). */
const TRANSACTION: MetadataLimits = {
  of: 'credit transaction',
  keys: 15,
  keyLength: 20,
  valueLength: 100,
  blank: false,
};

/** What is known of a call beside its input. */
type AddContext = NonNullable<CallContext> & { readonly idempotencyKey?: string | undefined };

function checkCredits(credits: string): void {
  const asked = Decimal.parse(credits);
  if (asked.round(CREDIT_DIGITS, 'down').equals(asked)) return;
  const message = `Lago counts credits to ${CREDIT_DIGITS} digits behind the point: write fewer.`;
  throw invalidInput([{ path: ['credits'], message }]);
}

/** Bought credits are cut to whole minor units of their price: nothing must not be left. */
function checkPrice({ kind, credits }: AddCreditsInput, { currency, rate }: CreditWorth): void {
  if (kind !== 'purchased') return;
  const price = Decimal.parse(credits).times(rate).round(currencyDigits(currency), 'down');
  if (price.isPositive()) return;
  const message = `Write more credits: at ${rate} ${currency} each, these cost less than the smallest unit of ${currency}.`;
  throw invalidInput([{ path: ['credits'], message }]);
}

/** @throws BillingError `invalid_input` for data that the transaction cannot carry. */
function checkWords(metadata: AddCreditsInput['metadata'], callKey: string | undefined): void {
  if (Object.hasOwn(metadata ?? {}, CALL_KEY)) {
    const message = `${CALL_KEY} is where the idempotencyKey stands: choose another name.`;
    throw invalidInput([{ path: ['metadata', CALL_KEY], message }]);
  }
  if (callKey !== undefined && ([...callKey].length > TRANSACTION.valueLength || !callKey.trim())) {
    const message = `Write 1 to ${TRANSACTION.valueLength} characters: Lago keeps the key with the transaction.`;
    throw invalidInput([{ path: ['options', 'idempotencyKey'], message }]);
  }
  // The key of the call takes one of the places.
  const keys = TRANSACTION.keys - (callKey === undefined ? 0 : 1);
  checkMetadata(metadata, { ...TRANSACTION, keys });
}

/** The transaction of this kind in the reply, which holds one for each kind that was asked for. */
function ofKind(rows: readonly LagoWalletTransaction[], kind: string): LagoWalletTransaction {
  const found = rows.find(({ transaction_status }) => transaction_status === kind);
  if (found !== undefined) return found;
  throw new BillingError('malformed_response', {
    message: `Lago answered without the transaction of ${kind} credits.`,
  });
}

/** Sends what moves credits of one kind, and brings the transaction that it made. */
function move(
  lago: Connection,
  transaction: LagoWalletTransactionInput,
  { kind, worth, lookup }: { kind: string; worth: CreditWorth; lookup: string },
  context: CallContext,
): Promise<CreditTransaction> {
  const request = {
    method: 'POST' as const,
    path: path`/wallet_transactions`,
    body: { wallet_transaction: transaction },
    lookup,
    about: { resource: 'wallet', key: transaction.wallet_id },
  };
  const read = (body: unknown) => {
    const { rows } = unwrapRows<LagoWalletTransaction>(body, 'wallet_transactions');
    return toTransaction(ofKind(rows, kind), worth);
  };
  return writeOnce(lago, request, read, context);
}

/** The transaction that an earlier call with this key made. Newest first: a repeat is young. */
async function madeBefore(
  lago: Connection,
  walletId: string,
  key: string,
  context: CallContext,
): Promise<LagoWalletTransaction | undefined> {
  const rows = lago.rows<LagoWalletTransaction>(
    {
      path: path`/wallets/${walletId}/wallet_transactions`,
      // Older ones take no notice of the filter and bring all.
      query: { [`metadata[${CALL_KEY}]`]: key },
      root: 'wallet_transactions',
      about: { resource: 'wallet', key: walletId },
    },
    context,
  );
  for await (const row of rows) if (callKeyOf(row) === key) return row;
  return undefined;
}

/** How many of these credits count: of bought ones, whole minor units of their price. */
function countedCredits({ kind, credits }: AddCreditsInput, { currency, rate }: CreditWorth) {
  const asked = Decimal.parse(credits);
  if (kind !== 'purchased' || rate.isZero()) return asked;
  const price = asked.times(rate).round(currencyDigits(currency), 'down');
  return price.dividedBy(rate, CREDIT_DIGITS);
}

/** @throws BillingError `conflict` when the call with this key was another one. */
function checkSameCall(
  input: AddCreditsInput,
  made: LagoWalletTransaction,
  worth: CreditWorth,
): void {
  const credits = decimalOf(made.credit_amount, 'credit_amount');
  const sameCredits = [Decimal.parse(input.credits), countedCredits(input, worth)].some((asked) =>
    asked.equals(credits),
  );
  if (made.transaction_status === input.kind && sameCredits) return;
  throw new BillingError('conflict', {
    message: `This idempotencyKey added ${credits} ${made.transaction_status} credits before: use another key for another call.`,
    details: { resource: 'credit transaction', key: made.lago_id },
  });
}

function warningsOf({ credits }: AddCreditsInput, made: CreditTransaction): Warning[] {
  const warnings: Warning[] = [];
  if (made.status === 'pending') {
    const message = 'The credits count once the invoice that Lago makes for them is paid.';
    warnings.push({ code: 'pending', message });
  }
  if (!Decimal.parse(made.credits).equals(Decimal.parse(credits))) {
    const message = `Of ${credits} credits, ${made.credits} count: the rest is worth less than the smallest unit of ${made.amount.currency}.`;
    warnings.push({ code: 'partial', message, field: 'credits' });
  }
  return warnings;
}

function additionLookup({ walletId, kind, credits, name }: AddCreditsInput, key?: string): string {
  const where = `credits.listTransactions({ walletId: ${JSON.stringify(walletId)} })`;
  const marks = `${kind}, ${credits} credits${name === undefined ? '' : `, named ${JSON.stringify(name)}`}`;
  const again =
    key === undefined
      ? ''
      : ` Or repeat the call with the same idempotencyKey, ${JSON.stringify(key)}: that is safe, and adds nothing that is there.`;
  return `${where}: look for a new transaction (${marks}).${again}`;
}

/**
 * Adds credits. A repeat with the same `idempotencyKey`, after the first call has ended, brings
 * what that one made.
 * @throws BillingError `not_found`; `conflict` for a wallet that has ended or a key that stands for
 * another call; `outcome_unknown` when the answer is lost.
 */
export async function addCredits(
  lago: Connection,
  worths: CreditWorths,
  input: AddCreditsInput,
  context: AddContext,
): Promise<Result<CreditTransaction>> {
  const { walletId, kind, credits, name, metadata } = input;
  const { idempotencyKey: key } = context;
  checkCredits(credits);
  checkWords(metadata, key);
  const worth = await worths.of(walletId, context);
  checkPrice(input, worth);
  const before = key === undefined ? undefined : await madeBefore(lago, walletId, key, context);
  if (before !== undefined) checkSameCall(input, before, worth);
  const rows = toTransactionMetadata(metadata, key);
  const transaction = {
    wallet_id: walletId,
    [kind === 'granted' ? 'granted_credits' : 'paid_credits']: credits,
    ...(name !== undefined && { name }),
    ...(rows !== undefined && { metadata: rows }),
  };
  const lookup = additionLookup(input, key);
  const made = before
    ? toTransaction(before, worth)
    : await move(lago, transaction, { kind, worth, lookup }, context);
  const warnings = warningsOf(input, made);
  return warnings.length > 0 ? { ...made, warnings } : made;
}

/** The input of `credits.void`. */
interface VoidCreditsInput {
  readonly walletId: string;
  readonly credits: string;
}

/** The same error with how much there is, which Lago does not say, where that can be read. */
async function withBalance(
  lago: Connection,
  { walletId, credits }: VoidCreditsInput,
  error: BillingError,
  context: CallContext,
): Promise<BillingError> {
  const wallet = await readWallet(lago, walletId, context).catch(() => undefined);
  if (wallet === undefined) return error;
  const { credits_balance: balance } = wallet;
  const available = decimalText(balance, 'credits_balance');
  return new BillingError('insufficient_credits', {
    message: `credits: wallet ${JSON.stringify(walletId)} holds ${available} and cannot give ${credits}: take out at most that.`,
    details: { available, requested: credits },
    ...(error.status !== undefined && { status: error.status }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  });
}

/**
 * Takes credits out of a wallet for good.
 * @throws BillingError `not_found`; `insufficient_credits` when the wallet holds less;
 * `outcome_unknown` when the answer is lost.
 */
export async function voidCredits(
  lago: Connection,
  worths: CreditWorths,
  input: VoidCreditsInput,
  context: CallContext,
): Promise<CreditTransaction> {
  const { walletId, credits } = input;
  checkCredits(credits);
  const worth = await worths.of(walletId, context);
  const lookup = `credits.listTransactions({ walletId: ${JSON.stringify(walletId)} }): look for a new transaction (voided, ${credits} credits).`;
  const transaction = { wallet_id: walletId, voided_credits: credits };
  try {
    return await move(lago, transaction, { kind: 'voided', worth, lookup }, context);
  } catch (error) {
    if (!BillingError.is(error, 'insufficient_credits')) throw error;
    throw await withBalance(lago, input, error, context);
  }
}
