import { compact } from '@billport/adapter-kit';
import {
  BillingError,
  currencyDigits,
  Decimal,
  type Result,
  type Wallet,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createdAtOf } from '../created-at.ts';
import { readCustomer } from '../customers/read-customer.ts';
import { creditPayments, exactly } from '../invoices/credit-payments.ts';
import { moneyOf } from '../invoices/to-fees.ts';
import { billedCurrency } from '../subscriptions/plan-currency.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { customerKeyOf, noWallet, walletIdOf } from './wallet-id.ts';

/** Currency of a customer's credits: dollars where nothing says another (`facts/paigo.md §4`). */
export const walletCurrency = (customer: PaigoCustomer): string =>
  billedCurrency(customer) ?? 'USD';

/** What the credits of a customer come to, exactly; major units. */
export const balanceOf = ({ creditBalance }: PaigoCustomer): Decimal => exactly(creditBalance);

/** What credits paid on the customer's invoices of a currency. */
function consumedOf({ invoices }: PaigoCustomer, currency: string): Decimal {
  const of = ((invoices ?? []) as readonly PaigoInvoice[]).filter(
    (invoice) => invoice.currency?.toUpperCase() === currency,
  );
  return Decimal.sum(of.map(creditPayments));
}

/** Said where a balance has parts of the smallest unit: as money they are cut off. */
function cutWarnings(balance: Decimal, currency: string): Warning[] {
  if (balance.round(currencyDigits(currency), 'floor').equals(balance)) return [];
  const message = `The balance is ${balance} ${currency}: as money it is cut to whole units.`;
  return [{ code: 'partial', message, field: 'balance' }];
}

/**
 * The one wallet that each customer has (`facts/paigo.md §3.7`). One credit is worth one unit of
 * money.
 */
export function toWallet(customer: PaigoCustomer): Result<Wallet> {
  const currency = walletCurrency(customer);
  const balance = balanceOf(customer);
  const warnings = cutWarnings(balance, currency);
  return compact({
    id: walletIdOf(customer.customerId),
    customerKey: customer.customerId,
    status: 'active',
    currency,
    creditValue: '1',
    balance: moneyOf(balance.round(currencyDigits(currency), 'floor'), currency),
    creditBalance: balance.toString(),
    consumed: moneyOf(consumedOf(customer, currency), currency),
    priority: 50,
    createdAt: createdAtOf(customer.metadata),
    providerRef: { provider: 'paigo', type: 'customer', id: customer.customerId },
    warnings: warnings.length === 0 ? undefined : warnings,
  }) as Result<Wallet>;
}

/**
 * The customer whose wallet an id names.
 * @throws BillingError `not_found`
 */
export async function readWallet(
  paigo: Connection,
  walletId: string,
  context: CallContext,
): Promise<PaigoCustomer> {
  const customerKey = customerKeyOf(walletId);
  try {
    return await readCustomer(paigo, customerKey, context);
  } catch (error) {
    throw BillingError.is(error, 'not_found') ? noWallet(walletId) : error;
  }
}
