import {
  type AddCreditsInput,
  type CreditTransaction,
  Decimal,
  invalidInput,
  type Result,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkDigits } from '../currency-digits.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import { moneyOf } from '../invoices/to-fees.ts';
import { notApplied } from '../not-applied.ts';
import { checkMetadata } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { moveCredits } from './move-credits.ts';
import { readWallet, walletCurrency } from './wallet.ts';

/** Fields of bought credits that Paigo has no place for: an invoice keeps no data. */
export const ADD_WITHOUT = ['metadata'];

/** What is said of bought credits. */
export const BOUGHT_LATER =
  'Bought credits are asked for by an invoice; listTransactions has them once it is paid, as an entry of Paigo with an id of its own.';

/** Bounds of one movement (`facts/paigo.md §3.7`). */
const MOST = Decimal.fromInteger(1_000_000_000);

/**
 * Refuses what Paigo would refuse, or round.
 * @throws BillingError `invalid_input`
 */
export function checkCredits(credits: string, currency: string): void {
  checkDigits(credits, currency, ['credits']);
  if (Decimal.parse(credits).compare(MOST) <= 0) return;
  const message = `Write at most ${MOST}: Paigo moves no more credits at once. Make several calls.`;
  throw invalidInput([{ path: ['credits'], message }]);
}

/** An invoice asks for the price; what is paid on it becomes credit (`facts/paigo.md §3.5`). */
async function buy(
  paigo: Connection,
  input: AddCreditsInput,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<Result<CreditTransaction>> {
  const { walletId, credits, name } = input;
  const currency = walletCurrency(customer);
  const item = { name: name || 'Prepaid credits', unitAmount: credits };
  const order = {
    customerKey: customer.customerId,
    currency,
    items: [item],
    becomesCredit: true,
  };
  const { id } = await createInvoice(paigo, order, context);
  const warnings: Warning[] = [
    { code: 'partial', message: BOUGHT_LATER },
    ...notApplied(input, ADD_WITHOUT),
  ];
  return {
    id: `invoice:${id}`,
    walletId,
    direction: 'in',
    kind: 'purchased',
    status: 'pending',
    credits: Decimal.parse(credits).toString(),
    amount: moneyOf(Decimal.parse(credits), currency),
    invoiceId: id,
    ...(name && { name }),
    providerRef: { provider: 'paigo', type: 'invoice', id },
    warnings,
  };
}

/**
 * Adds credits: granted ones at once, bought ones when their invoice is paid.
 * @throws BillingError `not_found`; `invalid_input` for more digits than the currency has, and for
 *   more than Paigo moves at once; `outcome_unknown`
 */
export async function addCredits(
  paigo: Connection,
  input: AddCreditsInput,
  context: CallContext,
): Promise<Result<CreditTransaction>> {
  const { walletId, kind, credits, name, metadata } = input;
  checkMetadata(metadata);
  const customer = await readWallet(paigo, walletId, context);
  const currency = walletCurrency(customer);
  checkCredits(credits, currency);
  if (kind === 'purchased') return buy(paigo, input, customer, context);
  const customerKey = customer.customerId;
  const amount = Decimal.parse(credits);
  return moveCredits(paigo, { customerKey, currency, amount, kind, name, metadata }, context);
}
