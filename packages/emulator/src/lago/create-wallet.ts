import { BillingError, type Customer, type Wallet } from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { customerIfAny } from './customers/find-customer.ts';
import { invalid } from './failure.ts';
import { FieldErrors } from './field-errors.ts';
import { walletsOfCustomer } from './find-wallet.ts';
import { metadataIn } from './metadata-map.ts';
import {
  type CreditAmounts,
  checkTopUpLimits,
  creditAmountsIn,
  moveCredits,
  type TransactionWords,
} from './move-credits.ts';
import { walletObject } from './objects/wallets.ts';
import { textIn } from './request-fields.ts';
import type { LagoState } from './state.ts';
import { transactionMetadataIn } from './transaction-metadata.ts';
import {
  appliesToIn,
  checkCodeIsFree,
  currencyIn,
  expirationIn,
  priorityIn,
  rateIn,
  refuseRecurringRules,
  topUpBoundIn,
} from './wallet-input.ts';
import { keepWalletRecord, type WalletRecord } from './wallet-records.ts';

/** Most active wallets of a customer (`facts/lago.md §b` "Wallets"). */
const MOST_WALLETS = 6;

/** Refuses an unknown customer, and a seventh wallet. */
async function activeWallets(
  state: LagoState,
  customer: Customer | undefined,
  errors: FieldErrors,
): Promise<Wallet[]> {
  if (customer === undefined) {
    // Not 404 (`facts/lago.md` trap 17).
    errors.add('customer', 'customer_not_found');
    return [];
  }
  const active = await walletsOfCustomer(state, customer.customerKey, 'active');
  if (active.length >= MOST_WALLETS) errors.add('customer', 'wallet_limit_reached');
  return active;
}

/** What the engine does not keep of a new wallet. */
function recordIn(fields: Fields, errors: FieldErrors): WalletRecord {
  return {
    code: textIn(fields, 'code') ?? null,
    metadata: metadataIn(fields.metadata, errors) ?? null,
    invoiceRequiresSuccessfulPayment: fields.invoice_requires_successful_payment === true,
    paidTopUpMinCents: topUpBoundIn(fields, 'paid_top_up_min_amount_cents', errors) ?? null,
    paidTopUpMaxCents: topUpBoundIn(fields, 'paid_top_up_max_amount_cents', errors) ?? null,
  };
}

function engineFields(state: LagoState, fields: Fields, errors: FieldErrors) {
  const { applies_to: limits } = fields;
  const optional = {
    name: textIn(fields, 'name') ?? undefined,
    priority: priorityIn(fields, errors),
    appliesTo: isFields(limits) ? appliesToIn(state, limits, undefined, errors) : undefined,
    expiresAt: expirationIn(state, fields.expiration_at, errors),
  };
  return {
    currency: currencyIn(state, fields, errors),
    creditValue: rateIn(fields, errors),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** The first credits, and the words for them. They are moved by a job. */
function initialCredits(
  fields: Fields,
  wallet: { creditValue: string; currency: string },
  record: WalletRecord,
  errors: FieldErrors,
): { amounts: CreditAmounts; words: TransactionWords } {
  const amounts = creditAmountsIn({ ...fields, voided_credits: null }, wallet, errors);
  if (fields.ignore_paid_top_up_limits_on_creation !== true) {
    checkTopUpLimits(amounts.paid, wallet, record, errors);
  }
  const { invoiceRequiresSuccessfulPayment } = record;
  return {
    amounts,
    words: {
      name: textIn(fields, 'transaction_name') ?? undefined,
      metadata: transactionMetadataIn(fields, 'transaction_metadata', errors),
      invoiceRequiresSuccessfulPayment,
    },
  };
}

/** The engine's refusal of a second currency, in Lago's words. */
function currencyFailure(error: unknown): unknown {
  const isCurrency = BillingError.is(error, 'conflict') && error.details?.resource === 'customer';
  return isCurrency ? invalid({ currency: ['currencies_does_not_match'] }) : error;
}

async function moveLater(
  state: LagoState,
  walletId: string,
  { amounts, words }: ReturnType<typeof initialCredits>,
): Promise<void> {
  const { status } = await state.billing.credits.getWallet({ walletId });
  if (status === 'active') await moveCredits(state, walletId, amounts, words);
}

/**
 * Makes a wallet from the fields of a request. Its first credits come later: until then the
 * balance is 0 (`facts/lago.md §b` "Wallets").
 * @throws LagoFailure 422 with everything that is wrong.
 */
export async function createWallet(state: LagoState, fields: Fields): Promise<Wallet> {
  const errors = new FieldErrors();
  const customer = await customerIfAny(state, textIn(fields, 'external_customer_id') ?? '');
  const others = await activeWallets(state, customer, errors);
  checkCodeIsFree(state, fields.code, others, errors);
  const record = recordIn(fields, errors);
  const input = engineFields(state, fields, errors);
  const initial = initialCredits(fields, input, record, errors);
  errors.throwIfAny();
  refuseRecurringRules(state, fields);
  const { customerKey } = customer as Customer;
  const wallet = await state.billing.credits
    .createWallet({ customerKey, ...input })
    .catch((error: unknown) => {
      throw currencyFailure(error);
    });
  keepWalletRecord(state, wallet.id, record);
  state.webhooks.send('wallet.created', 'wallet', await walletObject(state, wallet));
  state.jobs.add('apply the first credits of a wallet', () => moveLater(state, wallet.id, initial));
  return wallet;
}
