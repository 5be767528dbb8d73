import type { Charge, Contract, InputOf, Operation, OperationId, PortName } from '@billport/core';

type DeclaredOperation<Id extends OperationId> = Id extends `${infer Port}.${infer Name}`
  ? Port extends PortName
    ? Name extends keyof Contract[Port]
      ? Extract<Contract[Port][Name], Operation>
      : never
    : never
  : never;

/** A valid input for each operation. */
export type SampleInputs = { readonly [Id in OperationId]: InputOf<DeclaredOperation<Id>> };

const usd = (amount: string) => ({ amount, currency: 'USD' });
const page = { limit: 10, cursor: 'none' };

const address = { line1: '1 Main Street', city: 'Paris', postalCode: '75001', country: 'FR' };

const standardCharge: Charge = {
  model: 'standard',
  timing: 'arrears',
  metric: 'sample',
  code: 'sample-charge',
  minimum: usd('1.00'),
  pricing: { unitAmount: '0.10' },
  filters: [{ name: 'EU', match: { region: ['eu'] }, pricing: { unitAmount: '0.20' } }],
};

const graduatedCharge: Charge = {
  model: 'graduated',
  timing: 'advance',
  metric: 'sample',
  code: 'sample-tiers',
  pricing: {
    tiers: [
      { upTo: '10', unitAmount: '1' },
      { upTo: null, unitAmount: '0.5', flatAmount: '2' },
    ],
  },
};

const item = { feeId: 'sample', amount: usd('1.00') };

/**
 * A valid input for each operation, with most fields filled in. What it names does not exist: the
 * samples are for calls that must be refused before anything is looked up.
 */
export const sampleInputs: SampleInputs = {
  'customers.upsert': {
    customerKey: 'sample',
    name: 'Sample',
    email: 'sample@example.com',
    currency: 'USD',
    timezone: 'Europe/Paris',
    address,
    taxCodes: ['sample'],
    gracePeriodDays: 3,
    metadata: { note: 'sample' },
  },
  'customers.get': { customerKey: 'sample' },
  'customers.list': { search: 'sample', ...page },
  'customers.delete': { customerKey: 'sample' },
  'customers.createPortalLink': { customerKey: 'sample' },
  'customers.createCheckoutLink': { customerKey: 'sample' },
  'metrics.create': {
    aggregation: 'sum',
    code: 'sample',
    name: 'Sample',
    property: 'amount',
    recurring: false,
    rounding: { mode: 'ceil', precision: 2 },
  },
  'metrics.get': { code: 'sample' },
  'metrics.list': page,
  'metrics.update': { code: 'sample', name: 'Sample', rounding: { mode: 'floor' } },
  'metrics.delete': { code: 'sample' },
  'metrics.evaluateExpression': {
    expression: 'event.properties.a + 1',
    event: { code: 'sample', properties: { a: '1' } },
  },
  'plans.create': {
    code: 'sample',
    interval: 'monthly',
    timing: 'arrears',
    name: 'Sample',
    price: usd('10.00'),
    trialDays: 7,
    charges: [standardCharge, graduatedCharge],
    minimumCommitment: { amount: usd('5.00') },
    usageThresholds: [{ amount: usd('100.00'), recurring: false }],
  },
  'plans.get': { code: 'sample' },
  'plans.list': page,
  'plans.update': { code: 'sample', price: usd('12.00'), charges: [standardCharge] },
  'plans.delete': { code: 'sample' },
  'subscriptions.create': {
    subscriptionKey: 'sample',
    customerKey: 'sample',
    planCode: 'sample',
    billingTime: 'anniversary',
    startAt: '2026-01-01T00:00:00Z',
    metadata: { note: 'sample' },
  },
  'subscriptions.get': { subscriptionKey: 'sample' },
  'subscriptions.list': { customerKey: 'sample', status: ['active'], ...page },
  'subscriptions.update': {
    subscriptionKey: 'sample',
    name: 'Sample',
    endingAt: '2026-01-01T00:00:00Z',
  },
  'subscriptions.changePlan': { subscriptionKey: 'sample', planCode: 'sample' },
  'subscriptions.terminate': {
    subscriptionKey: 'sample',
    unusedCredit: 'skip',
    finalInvoice: 'skip',
  },
  'usage.record': {
    events: [
      {
        id: 'sample',
        subscriptionKey: 'sample',
        metric: 'sample',
        timestamp: '2026-01-01T00:00:00Z',
        properties: { amount: '1' },
        preciseAmount: '0.5',
      },
    ],
    onRejected: 'report',
  },
  'usage.getEvent': { subscriptionKey: 'sample', id: 'sample' },
  'usage.listEvents': { subscriptionKey: 'sample', from: '2026-01-01T00:00:00Z', ...page },
  'usage.current': { subscriptionKey: 'sample' },
  'usage.past': { subscriptionKey: 'sample', ...page },
  'usage.estimateFees': {
    event: { subscriptionKey: 'sample', metric: 'sample', properties: { amount: '1' } },
  },
  'credits.createWallet': {
    customerKey: 'sample',
    currency: 'USD',
    code: 'sample',
    creditValue: '0.01',
    priority: 1,
    appliesTo: { feeTypes: ['charge'] },
  },
  'credits.getWallet': { walletId: 'sample' },
  'credits.listWallets': { customerKey: 'sample', status: 'active', ...page },
  'credits.updateWallet': { walletId: 'sample', name: 'Sample', priority: 2 },
  'credits.terminateWallet': { walletId: 'sample' },
  'credits.add': { walletId: 'sample', kind: 'granted', credits: '1' },
  'credits.void': { walletId: 'sample', credits: '1' },
  'credits.listTransactions': { walletId: 'sample', status: 'settled', ...page },
  'invoices.create': {
    customerKey: 'sample',
    currency: 'USD',
    items: [{ name: 'Sample', unitAmount: '1.50', units: '2', taxCodes: ['sample'] }],
  },
  'invoices.get': { invoiceId: 'sample' },
  'invoices.list': {
    customerKey: 'sample',
    type: 'one_off',
    status: 'finalized',
    issuedFrom: '2026-01-01',
    ...page,
  },
  'invoices.update': { invoiceId: 'sample', paymentStatus: 'succeeded' },
  'invoices.preview': { of: 'subscription', subscriptionKey: 'sample' },
  'invoices.finalize': { invoiceId: 'sample' },
  'invoices.refresh': { invoiceId: 'sample' },
  'invoices.retry': { invoiceId: 'sample' },
  'invoices.void': { invoiceId: 'sample' },
  'invoices.collect': { invoiceId: 'sample' },
  'invoices.loseDispute': { invoiceId: 'sample' },
  'invoices.createPaymentLink': { invoiceId: 'sample' },
  'invoices.createDownloadLink': { invoiceId: 'sample' },
  'coupons.create': {
    code: 'sample',
    name: 'Sample',
    discount: { type: 'fixed_amount', amount: usd('5.00') },
    frequency: { type: 'recurring', periods: 3 },
    limit: { to: 'plans', plans: ['sample'] },
    reusable: false,
  },
  'coupons.get': { code: 'sample' },
  'coupons.list': page,
  'coupons.update': { code: 'sample', name: 'Sample', frequency: { type: 'once' } },
  'coupons.delete': { code: 'sample' },
  'coupons.apply': {
    customerKey: 'sample',
    couponCode: 'sample',
    discount: { type: 'percentage', rate: '10' },
  },
  'coupons.listApplied': { customerKey: 'sample', status: 'active', ...page },
  'coupons.remove': { appliedCouponId: 'sample' },
  'creditNotes.create': {
    invoiceId: 'sample',
    reason: 'other',
    items: [item],
    refund: usd('0.00'),
  },
  'creditNotes.get': { creditNoteId: 'sample' },
  'creditNotes.list': { customerKey: 'sample', ...page },
  'creditNotes.update': { creditNoteId: 'sample', refundStatus: 'succeeded' },
  'creditNotes.estimate': { invoiceId: 'sample', items: [item] },
  'creditNotes.void': { creditNoteId: 'sample' },
  'creditNotes.createDownloadLink': { creditNoteId: 'sample' },
  'taxes.create': { code: 'sample', name: 'Sample', rate: '20', byDefault: false },
  'taxes.get': { code: 'sample' },
  'taxes.list': page,
  'taxes.update': { code: 'sample', rate: '21' },
  'taxes.delete': { code: 'sample' },
  'health.check': {},
};
