import type { OperationId } from '@billport/core';

const ONE_WALLET =
  'every customer has one wallet at Paigo, which is always there: credits.listWallets brings it.';

const IN_DASHBOARD = "people do that in Paigo's dashboard";

const NO_COUPONS =
  'credits.add gives a fixed amount; a percentage off whole invoices is one discount of a subscription: PUT /customers/{customerId}/enrollment of Paigo itself, with overrides.discount.';

const NO_CREDIT_NOTES =
  'credits.add gives the amount back on the next invoices, which is no tax document; customers who pay through Stripe are refunded by POST /customers/{customerId}/refunds of Paigo itself.';

const NO_TAXES =
  "set one tax rate, or TaxJar, in Paigo's dashboard; customers have taxNumber and an address for it.";

/** What to use instead of an operation that Paigo cannot serve (`facts/paigo.md §5`). */
export const alternatives: Readonly<Partial<Record<OperationId, string>>> = {
  'metrics.evaluateExpression':
    'compute the value yourself, and send it as a property with usage.record.',
  'usage.estimateFees':
    'usage.current tells what is used in this month and what that costs, once it is recorded.',
  'credits.createWallet': ONE_WALLET,
  'credits.updateWallet': `its terms cannot be changed: ${ONE_WALLET}`,
  'credits.terminateWallet': `credits.void takes what is left; ${ONE_WALLET}`,
  'invoices.update': `${IN_DASHBOARD}; invoices.get reads what came of it.`,
  'invoices.preview': 'usage.current tells what is used in this month, and what that costs.',
  'invoices.finalize': `${IN_DASHBOARD}, or the account approves invoices automatically.`,
  'invoices.refresh': `Paigo computes invoices by itself: invoices.get reads them as they are.`,
  'invoices.retry': 'send the customer what invoices.createPaymentLink brings.',
  'invoices.void': `${IN_DASHBOARD}; credits.add gives the amount back on the next invoices.`,
  'invoices.collect': 'send the customer what invoices.createPaymentLink brings.',
  'invoices.loseDispute':
    'Stripe keeps disputes: note them there, and void the invoice in the dashboard of Paigo.',
  'coupons.create': NO_COUPONS,
  'coupons.get': NO_COUPONS,
  'coupons.list': NO_COUPONS,
  'coupons.update': NO_COUPONS,
  'coupons.delete': NO_COUPONS,
  'coupons.apply': NO_COUPONS,
  'coupons.listApplied': NO_COUPONS,
  'coupons.remove': NO_COUPONS,
  'creditNotes.create': NO_CREDIT_NOTES,
  'creditNotes.get': NO_CREDIT_NOTES,
  'creditNotes.list': `credits.listTransactions lists what was given back as credits. ${NO_CREDIT_NOTES}`,
  'creditNotes.update': NO_CREDIT_NOTES,
  'creditNotes.estimate': NO_CREDIT_NOTES,
  'creditNotes.void': 'credits.void takes credits away that were given.',
  'creditNotes.createDownloadLink':
    'invoices.createDownloadLink brings the document of an invoice.',
  'taxes.create': NO_TAXES,
  'taxes.get': `invoices.get tells the tax of an invoice; ${NO_TAXES}`,
  'taxes.list': `invoices.get tells the tax of an invoice; ${NO_TAXES}`,
  'taxes.update': NO_TAXES,
  'taxes.delete': NO_TAXES,
};
