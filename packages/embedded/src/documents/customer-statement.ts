import type { Customer, Invoice, Subscription, Wallet } from '@billport/core';
import { html } from './html.ts';
import { invoiceTitle } from './invoice-document.ts';
import { page } from './page.ts';
import { facts, type TableRow, table } from './table.ts';
import { addressLines, dayText, moneyText, periodText, wordText } from './wording.ts';

/** What a customer may see of the own account. */
export interface CustomerAccount {
  readonly customer: Customer;
  readonly subscriptions: readonly Subscription[];
  readonly wallets: readonly Wallet[];
  /** Newest first. */
  readonly invoices: readonly Invoice[];
  /** Whether there are older invoices that are not listed. */
  readonly hasMoreInvoices: boolean;
  /** The moment that the page shows. */
  readonly at: string;
}

function subscriptionRow(subscription: Subscription, timezone: string | undefined): TableRow {
  const { subscriptionKey, name, planCode, status, currentPeriod } = subscription;
  return {
    cells: [
      name ?? subscriptionKey,
      planCode,
      wordText(status),
      periodText(currentPeriod, timezone),
    ],
  };
}

function walletRow(wallet: Wallet, timezone: string | undefined): TableRow {
  const { name, code, id, creditBalance, balance, expiresAt } = wallet;
  const end = expiresAt === undefined ? '' : dayText(expiresAt, timezone);
  return { cells: [name ?? code ?? id, creditBalance, moneyText(balance), end] };
}

/** An invoice in a list: what it is, when it was issued, and what is left to pay. */
export function invoiceRow(invoice: Invoice): TableRow {
  const { issuingDate, paymentDueDate, paymentStatus, totals } = invoice;
  return {
    cells: [
      invoiceTitle(invoice),
      issuingDate,
      paymentDueDate ?? '',
      wordText(paymentStatus),
      moneyText(totals.total),
      moneyText(totals.due),
    ],
  };
}

/** The columns of {@link invoiceRow}. */
export const INVOICE_COLUMNS = [
  { title: 'Invoice' },
  { title: 'Issued on' },
  { title: 'Due on' },
  { title: 'Payment' },
  { title: 'Total', number: true },
  { title: 'Due', number: true },
];

/** A customer's own page: subscriptions, wallets and invoices. */
export function customerStatement(account: CustomerAccount): string {
  const { customer, subscriptions, wallets, invoices } = account;
  const { timezone } = customer;
  const address = addressLines(customer.customerKey, customer);
  const body = html`${facts({
    Customer: address[0],
    Address: address.slice(1).join(', '),
    Email: customer.email,
    'As of': account.at,
  })}
${table(
  'Subscriptions',
  [{ title: 'Subscription' }, { title: 'Plan' }, { title: 'Status' }, { title: 'Current period' }],
  subscriptions.map((subscription) => subscriptionRow(subscription, timezone)),
)}
${table(
  'Prepaid credits',
  [
    { title: 'Wallet' },
    { title: 'Credits', number: true },
    { title: 'Worth', number: true },
    { title: 'Lost on' },
  ],
  wallets.map((wallet) => walletRow(wallet, timezone)),
)}
${table('Invoices', INVOICE_COLUMNS, invoices.map(invoiceRow))}
${account.hasMoreInvoices ? html`<p>There are older invoices.</p>` : undefined}`;
  return page('Your account', body);
}
