import { afterWrite } from '@billport/adapter-kit';
import {
  type AddCreditsInput,
  type CreditTransaction,
  currentInstant,
  Decimal,
  invalidInput,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkDigits } from '../currency-digits.ts';
import { createInvoice, invoiceLookup } from '../invoices/create-invoice.ts';
import { noteInvoice } from '../invoices/invoice-record.ts';
import { checkMetadata } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { moveCredits } from './move-credits.ts';
import { toPurchase } from './purchases.ts';
import { readWallet, walletCurrency } from './wallet.ts';

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

/**
 * Buys credits: an invoice asks for the price, and what is paid on it becomes credit
 * (`facts/paigo.md §3.5`). What it is for is noted after it is made: only then its id is known.
 */
async function buy(
  paigo: Connection,
  { credits, name, metadata }: AddCreditsInput,
  customer: PaigoCustomer,
  context: CallContext,
): Promise<CreditTransaction> {
  const { customerId: customerKey } = customer;
  const currency = walletCurrency(customer);
  const item = { name: name || 'Prepaid credits', unitAmount: credits };
  const order = { customerKey, currency, items: [item], becomesCredit: true };
  // Before it is made: what is charged at once is paid before the answer comes.
  const createdAt = currentInstant(paigo.clock);
  const { id } = await createInvoice(paigo, order, context);
  const purchase = { credits, createdAt, name: name || undefined, metadata };
  await afterWrite(invoiceLookup(id), () =>
    noteInvoice(paigo, customerKey, id, { purchase }, context),
  );
  return toPurchase({ invoiceId: id, purchase, status: 'pending' }, { customerKey, currency });
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
): Promise<CreditTransaction> {
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
