import { afterWrite } from '@billport/adapter-kit';
import {
  type AddCreditsInput,
  BillingError,
  type CreditTransaction,
  currentInstant,
  Decimal,
  invalidInput,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { checkDigits } from '../currency-digits.ts';
import { createInvoice, type InvoiceOrder, invoiceLookup } from '../invoices/create-invoice.ts';
import { noteInvoice, type PurchaseRecord } from '../invoices/invoice-record.ts';
import { checkMetadata } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { withRest } from '../with-rest.ts';
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

/** How to know a purchase whose end nobody knows: nothing at Paigo tells its invoice from others. */
const MAY_BE_UNNOTED =
  "What is paid on that invoice becomes credit. Where it could not be noted as a purchase, invoices.get shows it with the type one_off, and credits.listTransactions shows its payment alone, as a movement of an unknown kind: do not buy again, but let it be paid, or void it in Paigo's dashboard.";

/** Makes the invoice of bought credits, and notes what it is for: only then its id is known. */
async function makePurchase(
  paigo: Connection,
  order: InvoiceOrder,
  purchase: PurchaseRecord,
  context: CallContext,
): Promise<string> {
  const { id } = await createInvoice(paigo, order, context);
  await afterWrite(invoiceLookup(id), () =>
    noteInvoice(paigo, order.customerKey, id, { purchase }, context),
  );
  return id;
}

/**
 * Buys credits: an invoice asks for the price, and what is paid on it becomes credit
 * (`facts/paigo.md §3.5`).
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
  const purchase = { credits, createdAt, name: name || undefined, metadata };
  try {
    const invoiceId = await makePurchase(paigo, order, purchase, context);
    return toPurchase({ invoiceId, purchase, status: 'pending' }, { customerKey, currency });
  } catch (error) {
    throw BillingError.is(error, 'outcome_unknown') ? withRest(error, MAY_BE_UNNOTED) : error;
  }
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
