import { compact } from '@billport/adapter-kit';
import {
  BillingError,
  currencyDigits,
  Decimal,
  isCurrency,
  type Result,
  type Wallet,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createdAtOf } from '../created-at.ts';
import { allCustomers, readCustomer } from '../customers/read-customer.ts';
import { creditPayments } from '../invoices/credit-payments.ts';
import { moneyOf } from '../invoices/to-fees.ts';
import { billedCurrency } from '../subscriptions/plan-currency.ts';
import { withBilling } from '../subscriptions/with-enrollments.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { listOf, textOf } from '../wire/reading.ts';
import { customerKeyOf, noWallet, walletIdOf } from './wallet-id.ts';

/**
 * Currency of a customer's credits: dollars where nothing says another (`facts/paigo.md §4`).
 * @throws BillingError `malformed_response` for one that is none.
 */
export function walletCurrency(customer: PaigoCustomer): string {
  const currency = billedCurrency(customer) ?? 'USD';
  if (isCurrency(currency)) return currency;
  throw new BillingError('malformed_response', {
    message: `Paigo sent customer ${JSON.stringify(customer.customerId)} with a currency that is none.`,
  });
}

/**
 * What the credits of a customer come to, exactly; major units.
 * @throws BillingError `malformed_response` for a balance that cannot be read.
 */
export const balanceOf = ({ creditBalance }: PaigoCustomer): Decimal =>
  amountOf(creditBalance, 'creditBalance');

/** What credits paid on the customer's invoices of a currency. */
function consumedOf({ invoices }: PaigoCustomer, currency: string): Decimal {
  const of = listOf<PaigoInvoice>(invoices).filter(
    (invoice) => textOf(invoice.currency)?.toUpperCase() === currency,
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
 * @throws BillingError `malformed_response` for amounts that cannot be read: they are not nothing.
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

/** The customer by the hash in the id of its wallet: all customers are read. */
async function customerByHash(
  paigo: Connection,
  walletId: string,
  context: CallContext,
): Promise<PaigoCustomer> {
  const customers = await allCustomers(paigo, context);
  const [found, ...others] = customers.filter(
    ({ customerId }) => walletIdOf(customerId) === walletId,
  );
  if (found === undefined || others.length > 0) throw noWallet(walletId);
  return found;
}

async function customerOf(
  paigo: Connection,
  walletId: string,
  customerKey: string,
  context: CallContext,
): Promise<PaigoCustomer> {
  try {
    return await readCustomer(paigo, customerKey, context);
  } catch (error) {
    throw BillingError.is(error, 'not_found') ? noWallet(walletId) : error;
  }
}

/**
 * The customer whose wallet an id names, with all that tells its currency.
 * @throws BillingError `not_found`
 */
export async function readWallet(
  paigo: Connection,
  walletId: string,
  context: CallContext,
): Promise<PaigoCustomer> {
  const customerKey = customerKeyOf(walletId);
  const customer =
    customerKey === undefined
      ? await customerByHash(paigo, walletId, context)
      : await customerOf(paigo, walletId, customerKey, context);
  return withBilling(paigo, customer, context);
}
