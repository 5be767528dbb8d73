import type { Wallet } from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { invalid } from './failure.ts';
import { FieldErrors } from './field-errors.ts';
import { walletsOfCustomer } from './find-wallet.ts';
import { metadataIn } from './metadata-map.ts';
import { walletObject } from './objects/wallets.ts';
import { textIn } from './request-fields.ts';
import type { LagoState } from './state.ts';
import {
  appliesToIn,
  checkCodeIsFree,
  expirationIn,
  priorityIn,
  refuseRecurringRules,
  topUpBoundIn,
} from './wallet-input.ts';
import { keepWalletRecord, type WalletRecord } from './wallet-records.ts';

const defined = <Value extends object>(fields: Value) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Metadata is replaced as a whole; null leaves it, as it does the code. */
function recordChange(fields: Fields, errors: FieldErrors): Partial<WalletRecord> {
  const requires = fields.invoice_requires_successful_payment;
  return defined({
    code: textIn(fields, 'code') ?? undefined,
    metadata: metadataIn(fields.metadata, errors),
    invoiceRequiresSuccessfulPayment: typeof requires === 'boolean' ? requires : undefined,
    paidTopUpMinCents: topUpBoundIn(fields, 'paid_top_up_min_amount_cents', errors),
    paidTopUpMaxCents: topUpBoundIn(fields, 'paid_top_up_max_amount_cents', errors),
  });
}

function engineChange(state: LagoState, wallet: Wallet, fields: Fields, errors: FieldErrors) {
  const { applies_to: limits, expiration_at: expiration } = fields;
  return defined({
    name: textIn(fields, 'name'),
    priority: priorityIn(fields, errors),
    appliesTo: isFields(limits)
      ? (appliesToIn(state, limits, wallet.appliesTo, errors) ?? null)
      : undefined,
    expiresAt: expiration === null ? null : expirationIn(state, expiration, errors),
  });
}

/**
 * Changes what is mentioned. Rate and currency are fixed and ignored (`facts/lago.md §b`
 * "Wallets"); without a licence so are the rules of automatic top-ups.
 * @throws LagoFailure 422 for a wallet that has ended, and for what is wrong.
 */
export async function updateWallet(
  state: LagoState,
  wallet: Wallet,
  fields: Fields,
): Promise<Wallet> {
  if (wallet.status !== 'active') throw invalid({ wallet_id: ['wallet_is_terminated'] });
  const errors = new FieldErrors();
  const active = await walletsOfCustomer(state, wallet.customerKey, 'active');
  checkCodeIsFree(
    state,
    fields.code,
    active.filter(({ id }) => id !== wallet.id),
    errors,
  );
  const change = engineChange(state, wallet, fields, errors);
  const kept = recordChange(fields, errors);
  errors.throwIfAny();
  if (state.switches.premium) refuseRecurringRules(state, fields);
  const updated = await state.billing.credits.updateWallet({ walletId: wallet.id, ...change });
  keepWalletRecord(state, wallet.id, kept);
  state.webhooks.send('wallet.updated', 'wallet', await walletObject(state, updated));
  return updated;
}
