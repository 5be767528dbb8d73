import {
  type AddCreditsInput,
  BillingError,
  type CheckedInputOf,
  type Contract,
  type CreateWalletInput,
  type CreditTransaction,
  Decimal,
  type Handlers,
  invalidInput,
  moneyFromMinor,
  native,
  type Result,
  toEpochMs,
  type Wallet,
} from '@billport/core';
import {
  creditsOfMoney,
  DEFAULT_WALLET_PRIORITY,
  moneyOfCredits,
  type WalletCredits,
} from '@billport/rating';
import { applyChanges, compact } from './apply-changes.ts';
import { command, type Engine, type Moment, nextId, query } from './engine.ts';
import { schedule, unschedule } from './jobs.ts';
import { checkReferences } from './references.ts';
import { fixCurrency } from './subscriptions/fix-currency.ts';
import { activeWallet } from './wallets/active-wallet.ts';
import { balanceOf, rateOf } from './wallets/credit-amount.ts';
import { endWallet } from './wallets/end-wallet.ts';
import { purchaseCredits } from './wallets/purchase.ts';
import { moveCredits } from './wallets/wallet-movement.ts';

type UpdateWalletInput = CheckedInputOf<Contract['credits']['updateWallet']>;
type VoidCreditsInput = CheckedInputOf<Contract['credits']['void']>;

/** @throws BillingError `invalid_input` for an expiry that does not lie in the future. */
function checkExpiry(expiresAt: string | null | undefined, now: number): void {
  if (expiresAt === undefined || expiresAt === null || toEpochMs(expiresAt) > now) return;
  const message = 'Write a moment in the future; terminateWallet ends a wallet now.';
  throw invalidInput([{ path: ['expiresAt'], message }]);
}

/** @throws BillingError `already_exists` when an active wallet of the customer has the code. */
function checkCode(engine: Engine, { customerKey, code }: CreateWalletInput): void {
  const active = engine.tables.wallets.all({ customer: customerKey, status: 'active' });
  if (code === undefined || active.every((wallet) => wallet.code !== code)) return;
  throw new BillingError('already_exists', {
    message: `code: the customer has an active wallet ${JSON.stringify(code)} already. Update it, or choose another code.`,
    details: { resource: 'wallet', key: code },
  });
}

/** @throws BillingError `invalid_input` when no amount of the currency would be worth a credit that can be counted. */
function checkCreditValue(wallet: Wallet): void {
  if (creditsOfMoney(1n, rateOf(wallet)).credits.isPositive()) return;
  const message = 'Write less: one credit is worth more than can be counted.';
  throw invalidInput([{ path: ['creditValue'], message }]);
}

/** Plans the end of a wallet, instead of what was planned before. */
function planExpiry(engine: Engine, { id, expiresAt }: Wallet): void {
  unschedule(engine.database, 'expire_wallet', id);
  if (expiresAt === undefined) return;
  schedule(engine.database, { at: toEpochMs(expiresAt), kind: 'expire_wallet', ref: id });
}

function newWallet(engine: Engine, input: CreateWalletInput, createdAt: string): Wallet {
  const { currency, creditValue = '1', priority = DEFAULT_WALLET_PRIORITY } = input;
  return compact({
    ...input,
    id: nextId(engine, 'wallet'),
    status: 'active',
    creditValue: Decimal.parse(creditValue).toString(),
    balance: moneyFromMinor(0n, currency),
    creditBalance: '0',
    consumed: moneyFromMinor(0n, currency),
    priority,
    createdAt,
  });
}

function createWallet(engine: Engine, input: CreateWalletInput, moment: Moment): Wallet {
  const customer = engine.tables.customers.get(input.customerKey);
  checkExpiry(input.expiresAt, moment.now);
  checkCode(engine, input);
  checkReferences(engine.tables.metrics, input.appliesTo?.metrics, ['appliesTo', 'metrics']);
  fixCurrency(engine, customer, input.currency, 'currency');
  const wallet = newWallet(engine, input, moment.instant);
  checkCreditValue(wallet);
  engine.tables.wallets.insert(wallet.id, wallet, {
    customer: wallet.customerKey,
    status: 'active',
  });
  planExpiry(engine, wallet);
  return wallet;
}

function updateWallet(engine: Engine, input: UpdateWalletInput, moment: Moment): Wallet {
  const { walletId, ...changes } = input;
  const before = activeWallet(engine, walletId);
  checkExpiry(input.expiresAt, moment.now);
  checkReferences(engine.tables.metrics, input.appliesTo?.metrics, ['appliesTo', 'metrics']);
  const wallet = applyChanges(before, changes);
  engine.tables.wallets.replace(walletId, wallet);
  planExpiry(engine, wallet);
  return wallet;
}

function terminateWallet(engine: Engine, walletId: string, moment: Moment): Wallet {
  const wallet = engine.tables.wallets.get(walletId);
  return wallet.status === 'active' ? endWallet(engine, wallet, 'voided', moment) : wallet;
}

/** The transaction, with a word on credits that are worth less than a minor unit. */
function withCut(
  transaction: CreditTransaction,
  requested: string,
  counted: Decimal,
): Result<CreditTransaction> {
  if (counted.equals(Decimal.parse(requested))) return transaction;
  const { amount, currency } = transaction.amount;
  const message = `Of ${requested} credits, ${counted} count: they are worth ${amount} ${currency}, and the rest less than its smallest unit.`;
  return { ...transaction, warnings: [{ code: 'partial', message, field: 'credits' }] };
}

/** @throws BillingError `invalid_input` for credits that are worth less than a minor unit. */
function checkWorth({ amountMinor }: WalletCredits, wallet: Wallet): void {
  if (amountMinor > 0n) return;
  const { amount } = moneyFromMinor(1n, wallet.currency);
  const message = `Write more credits: at ${wallet.creditValue} ${wallet.currency} each, these are worth less than ${amount}.`;
  throw invalidInput([{ path: ['credits'], message }]);
}

function add(engine: Engine, input: AddCreditsInput, moment: Moment): Result<CreditTransaction> {
  const wallet = activeWallet(engine, input.walletId);
  const rate = rateOf(wallet);
  const { kind, name, metadata } = input;
  const counted = moneyOfCredits(Decimal.parse(input.credits), 'purchased', rate);
  checkWorth(counted, wallet);
  checkSize(input.credits, counted);
  const words = { name, metadata };
  const transaction =
    kind === 'purchased'
      ? purchaseCredits(engine, wallet, { bought: counted, ...words }, moment)
      : moveCredits(
          engine,
          wallet.id,
          {
            direction: 'in',
            kind,
            amountMinor: counted.amountMinor,
            credits: Decimal.parse(input.credits).toString(),
            ...words,
          },
          moment,
        );
  return withCut(transaction, input.credits, counted.credits);
}

/** Credits and their worth are shown with at most 60 characters; this leaves room for the sum. */
const MOST_DIGITS = 40;

/** @throws BillingError `invalid_input` for more credits than can be counted and shown. */
function checkSize(credits: string, { amountMinor }: WalletCredits): void {
  const longest = Math.max(credits.length, amountMinor.toString().length);
  if (longest <= MOST_DIGITS) return;
  const message = `Write fewer credits: at most ${MOST_DIGITS} digits can be counted.`;
  throw invalidInput([{ path: ['credits'], message }]);
}

/** What a number of credits takes out of a wallet: whole minor units, all of it where all is asked for. */
function voidable(wallet: Wallet, credits: Decimal): WalletCredits {
  const available = Decimal.parse(wallet.creditBalance);
  if (credits.compare(available) > 0) {
    throw new BillingError('insufficient_credits', {
      message: `credits: wallet ${JSON.stringify(wallet.id)} holds ${available} and cannot give ${credits}: take out at most that.`,
      details: { available: available.toString(), requested: credits.toString() },
    });
  }
  if (credits.equals(available)) return { credits, amountMinor: balanceOf(wallet) };
  return moneyOfCredits(credits, 'purchased', rateOf(wallet));
}

function voidCredits(
  engine: Engine,
  input: VoidCreditsInput,
  moment: Moment,
): Result<CreditTransaction> {
  const wallet = activeWallet(engine, input.walletId);
  const taken = voidable(wallet, Decimal.parse(input.credits));
  checkWorth(taken, wallet);
  const movement = {
    direction: 'out',
    kind: 'voided',
    amountMinor: taken.amountMinor,
  } as const;
  const transaction = moveCredits(engine, wallet.id, movement, moment);
  return withCut(transaction, input.credits, taken.credits);
}

/** The port `credits`. */
export function creditHandlers(engine: Engine) {
  const { wallets, creditTransactions } = engine.tables;
  return {
    createWallet: native(command(engine, (input, moment) => createWallet(engine, input, moment))),
    getWallet: native(query(engine, ({ walletId }) => wallets.get(walletId))),
    listWallets: native(
      query(engine, ({ customerKey, status, ...page }) =>
        wallets.page(page, { customer: customerKey, status }),
      ),
    ),
    updateWallet: native(command(engine, (input, moment) => updateWallet(engine, input, moment))),
    terminateWallet: native(
      command(engine, ({ walletId }, moment) => terminateWallet(engine, walletId, moment)),
    ),
    add: native(command(engine, (input, moment) => add(engine, input, moment))),
    void: native(command(engine, (input, moment) => voidCredits(engine, input, moment))),
    listTransactions: native(
      query(engine, ({ walletId, status, ...page }) => {
        wallets.get(walletId);
        return creditTransactions.page(page, { wallet: walletId, status });
      }),
    ),
  } satisfies Handlers['credits'];
}
