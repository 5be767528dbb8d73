import type { CreditTransaction, Wallet } from '@billport/core';
import { type Context, Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { invalid, notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { findWallet, walletIfAny } from '../find-wallet.ts';
import { isVisible } from '../invoice-shelf.ts';
import { checkCovered, checkTopUpLimits, creditAmountsIn, moveCredits } from '../move-credits.ts';
import { consumptionObject } from '../objects/wallet-consumptions.ts';
import { walletTransactionObject } from '../objects/wallet-transactions.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { PAYMENT_PROVIDER, paymentUrl } from '../payment-links.ts';
import { rootOf, textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { transactionMetadataIn } from '../transaction-metadata.ts';
import { walletLedger } from '../wallet-ledger.ts';
import { transactionRecord, walletOfTransaction, walletRecord } from '../wallet-records.ts';
import { transactionsOf } from '../wallet-transactions.ts';

/** The wallet of a request; it must be active. */
async function walletIn(state: LagoState, fields: Fields): Promise<Wallet> {
  const wallet = await walletIfAny(state, textIn(fields, 'wallet_id') ?? '');
  if (wallet === undefined) throw invalid({ wallet_id: ['wallet_not_found'] });
  if (wallet.status !== 'active') throw invalid({ wallet_id: ['wallet_is_terminated'] });
  return wallet;
}

async function create(state: LagoState, fields: Fields): Promise<CreditTransaction[]> {
  const wallet = await walletIn(state, fields);
  const record = walletRecord(state, wallet.id);
  const errors = new FieldErrors();
  const amounts = creditAmountsIn(fields, wallet, errors);
  if (fields.ignore_paid_top_up_limits !== true) {
    checkTopUpLimits(amounts.paid, wallet, record, errors);
  }
  checkCovered(amounts.voided, wallet, errors);
  const requires = fields.invoice_requires_successful_payment;
  const words = {
    name: textIn(fields, 'name') ?? undefined,
    metadata: transactionMetadataIn(fields, 'metadata', errors),
    invoiceRequiresSuccessfulPayment:
      typeof requires === 'boolean' ? requires : record.invoiceRequiresSuccessfulPayment,
  };
  if ((words.name?.length ?? 0) > 255) errors.add('name', 'too_long');
  errors.throwIfAny();
  return moveCredits(state, wallet.id, amounts, words);
}

/** The engine names transactions only within their wallet. */
async function find(state: LagoState, lagoId: string): Promise<CreditTransaction> {
  const id = state.ids.keyOf('wallet_transaction', lagoId);
  const walletId = id === undefined ? undefined : walletOfTransaction(state, id);
  if (walletId === undefined) throw notFound('wallet_transaction');
  const found = (await transactionsOf(state, walletId)).find((one) => one.id === id);
  if (found === undefined) throw notFound('wallet_transaction');
  return found;
}

/** `metadata[key]=value` of the query. */
function hasMetadata(state: LagoState, context: Context) {
  const wanted = Object.entries(context.req.query()).flatMap(([name, value]) => {
    const key = name.match(/^metadata\[(.+)\]$/)?.[1];
    return key === undefined ? [] : [{ key, value }];
  });
  return ({ id, walletId }: CreditTransaction) => {
    const { metadata } = transactionRecord(state, id, walletId);
    return wanted.every(({ key, value }) =>
      metadata.some((row) => row.key === key && row.value === value),
    );
  };
}

const objectsOf = (state: LagoState, transactions: readonly CreditTransaction[]) =>
  Promise.all(transactions.map((one) => walletTransactionObject(state, one)));

async function list(state: LagoState, context: Context) {
  const { id: walletId } = await findWallet(state, context.req.param('id') ?? '');
  const transactions = await transactionsOf(state, walletId);
  const objects = await objectsOf(state, transactions.filter(hasMetadata(state, context)));
  const wanted = ['status', 'transaction_status', 'transaction_type'].flatMap((name) => {
    const value = context.req.query(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const { rows, meta } = pageOfRows(
    context,
    objects.filter((object) => wanted.every(([name, value]) => object[name] === value)),
  );
  return context.json({ wallet_transactions: rows, meta });
}

/** Why there is no page to pay the transaction. */
function whyNotPayable(state: LagoState, one: CreditTransaction): string | undefined {
  if (one.kind !== 'purchased') return 'wallet_transaction_not_purchased';
  if (one.status === 'settled') return 'wallet_transaction_already_settled';
  const { invoiceId } = one;
  if (invoiceId === undefined || !isVisible(state, invoiceId)) {
    return 'wallet_transaction_has_no_attached_invoice';
  }
  return state.switches.paymentProvider ? undefined : 'no_linked_payment_provider';
}

async function payment(state: LagoState, context: Context) {
  const transaction = await find(state, context.req.param('id') ?? '');
  const why = whyNotPayable(state, transaction);
  if (why !== undefined) throw invalid({ base: [why] });
  const wallet = await state.billing.credits.getWallet({ walletId: transaction.walletId });
  const lagoId = state.ids.of('wallet_transaction', transaction.id);
  return context.json({
    wallet_transaction_payment_details: {
      lago_customer_id: state.ids.of('customer', wallet.customerKey),
      external_customer_id: wallet.customerKey,
      payment_provider: PAYMENT_PROVIDER,
      lago_wallet_transaction_id: lagoId,
      payment_url: paymentUrl(lagoId),
    },
  });
}

/** What the transaction's credits paid for, or where the credits that it took came from. */
async function trace(
  state: LagoState,
  context: Context,
  [side, other]: readonly ['inbound', 'outbound'] | readonly ['outbound', 'inbound'],
  root: string,
) {
  const { id, walletId, direction } = await find(state, context.req.param('id') ?? '');
  if (direction !== (side === 'inbound' ? 'in' : 'out')) {
    throw invalid({ transaction_type: ['invalid_transaction_type'] });
  }
  const { consumptions } = await walletLedger(state, walletId);
  const { rows, meta } = pageOfRows(
    context,
    consumptions.filter((one) => one[side].id === id),
  );
  const objects = rows.map((one) => consumptionObject(state, one, other));
  return context.json({ [root]: await Promise.all(objects), meta });
}

/** Routes of wallet transactions. */
export function walletTransactionsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/wallet_transactions', async (context) => {
    const made = await create(state, await rootOf(context, 'wallet_transaction'));
    return context.json({ wallet_transactions: await objectsOf(state, made) });
  });
  app.get('/wallet_transactions/:id', async (context) => {
    const transaction = await find(state, context.req.param('id'));
    return context.json({
      wallet_transaction: await walletTransactionObject(state, transaction),
    });
  });
  app.post('/wallet_transactions/:id/payment_url', (context) => payment(state, context));
  app.get('/wallet_transactions/:id/consumptions', (context) =>
    trace(state, context, ['inbound', 'outbound'], 'wallet_transaction_consumptions'),
  );
  app.get('/wallet_transactions/:id/fundings', (context) =>
    trace(state, context, ['outbound', 'inbound'], 'wallet_transaction_fundings'),
  );
  app.get('/wallets/:id/wallet_transactions', (context) => list(state, context));
  return app;
}
