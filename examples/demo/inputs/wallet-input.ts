import { BillingError, type CreateWalletInput, currencyDigits, Decimal } from '@billport/core';
import type { BillWallet } from '../bill/bill-file.ts';
import { present } from './present.ts';

/** A wallet of a bill file as the contract creates it, still empty. */
export function walletInput(
  wallet: BillWallet,
  customerKey: string,
  currency: string,
): CreateWalletInput {
  const appliesTo = present({
    feeTypes: wallet.allowed_fee_types?.length ? wallet.allowed_fee_types : undefined,
    metrics: wallet.limited_to_metrics?.length ? wallet.limited_to_metrics : undefined,
  });
  return present({
    customerKey,
    code: wallet.id,
    currency: wallet.currency ?? currency,
    creditValue: wallet.rate_amount ?? '1',
    priority: wallet.priority,
    appliesTo: Object.keys(appliesTo).length === 0 ? undefined : appliesTo,
  });
}

/** Digits of a quotient that is still exact for any price of a credit that bills use. */
const CREDIT_DIGITS = 30;

/**
 * How many credits make the balance.
 * @throws BillingError `invalid_input` when no whole number of digits does.
 */
export function creditsOf(wallet: BillWallet, currency: string): string {
  const digits = currencyDigits(wallet.currency ?? currency);
  const balance = Decimal.fromScaled(wallet.balance_cents, digits);
  const worth = Decimal.parse(wallet.rate_amount ?? '1');
  const credits = balance.dividedBy(worth, CREDIT_DIGITS);
  if (!credits.times(worth).equals(balance)) {
    throw new BillingError('invalid_input', {
      message: `customer.wallets: ${wallet.id}: ${balance} cannot be written as credits of ${worth}.`,
    });
  }
  return credits.toString();
}
