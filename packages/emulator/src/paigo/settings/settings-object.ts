import type { PaigoState } from '../state.ts';

/** Stripe's id of the business. */
const stripeAccountId = 'acct_1EmulatedPaigo';

/** The profile of a business as `GET` tells it. */
export const profileObject = (state: PaigoState) => ({ ...state.profile, stripeAccountId });

/**
 * The settings as a changed profile tells them: with what only the dashboard changes, and with a
 * key of TaxJar in clear (`facts/paigo.md §3.11`, §6.25).
 */
export const settingsObject = (state: PaigoState) => ({
  ...profileObject(state),
  accountState: 'sandbox',
  invoiceApproval: state.switches.invoiceApproval,
  invoiceGeneration: 'consolidatedPerBillingCycle',
  freeDimensionOnInvoice: 'show',
  defaultCurrency: 'USD',
  taxCalculationType: state.taxRate.isZero() ? '' : 'manual',
  taxRate: state.taxRate.toString(),
  taxJarApiKey: 'emulated-tax-jar-key',
  invoicePaymentTerm: '30',
  generatePDFPaymentLink: true,
  computeCostSource: 'none',
  storageCostSource: 'none',
  archiveCostSource: 'none',
});
