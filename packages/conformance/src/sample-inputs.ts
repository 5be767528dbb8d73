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

const address = {
  line1: '1 Main Street',
  line2: 'Left door',
  city: 'Paris',
  state: 'Sample',
  postalCode: '75001',
  country: 'FR',
};

const metadata = { note: 'sample' };
const usageThresholds = [{ amount: usd('100.00'), name: 'Sample', recurring: true }];
const minimumCommitment = { amount: usd('5.00'), name: 'Sample', taxCodes: ['sample'] };

const standardCharge: Charge = {
  model: 'standard',
  timing: 'arrears',
  metric: 'sample',
  code: 'sample-charge',
  name: 'Sample',
  taxCodes: ['sample'],
  groupBy: ['region'],
  prorated: true,
  minimum: usd('1.00'),
  pricing: { unitAmount: '0.10' },
  filters: [{ name: 'EU', match: { region: ['eu'] }, pricing: { unitAmount: '0.20' } }],
};

const tiers = [
  { upTo: '10', unitAmount: '1', flatAmount: '2' },
  { upTo: null, unitAmount: '1' },
];

const graduatedCharge: Charge = {
  model: 'graduated',
  timing: 'advance',
  metric: 'sample',
  code: 'sample-tiers',
  invoiceable: true,
  pricing: { tiers },
};

const rates = [{ upTo: null, rate: '1', flatAmount: '2' }];
const wholePackages = { amount: '1', size: '10', freeUnits: '20' };
const percentage = {
  rate: '1',
  fixedAmount: '1',
  freeEvents: 1,
  freeUnits: '1',
  minimumPerEvent: '1',
  maximumPerEvent: '2',
};

/** A charge of each further model, whose filter has every field of its price too. */
const otherCharges = (
  [
    ['graduated', { tiers }],
    ['graduated_percentage', { tiers: rates }],
    ['package', wholePackages],
    ['percentage', percentage],
    ['custom', { properties: { unit: 'page' } }],
  ] as const
).map(
  ([model, pricing]) =>
    ({
      model,
      timing: 'arrears',
      metric: 'sample',
      code: `sample-${model}`,
      pricing,
      filters: [{ match: { region: ['eu'] }, pricing }],
    }) as Charge,
);

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
    legalName: 'Sample',
    taxNumber: 'FR12345678901',
    taxCodes: ['sample'],
    gracePeriodDays: 3,
    paymentTermDays: 30,
    metadata,
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
    description: 'Sample',
    property: 'amount',
    expression: 'event.properties.a + 1',
    recurring: true,
    rounding: { mode: 'ceil', precision: 2 },
  },
  'metrics.get': { code: 'sample' },
  'metrics.list': page,
  'metrics.update': {
    code: 'sample',
    name: 'Sample',
    description: 'Sample',
    expression: 'event.properties.a + 1',
    rounding: { mode: 'floor', precision: 1 },
  },
  'metrics.delete': { code: 'sample' },
  'metrics.evaluateExpression': {
    expression: 'event.properties.a + 1',
    event: { code: 'sample', timestamp: '2026-01-01T00:00:00Z', properties: { a: '1' } },
  },
  'plans.create': {
    code: 'sample',
    interval: 'monthly',
    timing: 'arrears',
    name: 'Sample',
    description: 'Sample',
    price: usd('0.00'),
    trialDays: 7,
    taxCodes: ['sample'],
    charges: [standardCharge, graduatedCharge],
    minimumCommitment,
    usageThresholds,
    metadata,
  },
  'plans.get': { code: 'sample' },
  'plans.list': page,
  'plans.update': {
    code: 'sample',
    name: 'Sample',
    description: 'Sample',
    price: usd('12.00'),
    trialDays: 7,
    taxCodes: ['sample'],
    charges: [standardCharge, graduatedCharge],
    removeCharges: ['sample'],
    minimumCommitment,
    usageThresholds,
    metadata,
  },
  'plans.delete': { code: 'sample' },
  'subscriptions.create': {
    subscriptionKey: 'sample',
    customerKey: 'sample',
    planCode: 'sample',
    name: 'Sample',
    billingTime: 'anniversary',
    startAt: '2026-01-01T00:00:00Z',
    endingAt: '2027-01-01T00:00:00Z',
    usageThresholds,
    metadata,
  },
  'subscriptions.get': { subscriptionKey: 'sample' },
  'subscriptions.list': {
    customerKey: 'sample',
    planCode: 'sample',
    status: ['active'],
    ...page,
  },
  'subscriptions.update': {
    subscriptionKey: 'sample',
    name: 'Sample',
    startAt: '2026-01-01T00:00:00Z',
    endingAt: '2027-01-01T00:00:00Z',
    usageThresholds,
    metadata,
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
  'usage.listEvents': {
    subscriptionKey: 'sample',
    metric: 'sample',
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
    ...page,
  },
  'usage.current': { subscriptionKey: 'sample' },
  'usage.past': { subscriptionKey: 'sample', ...page },
  'usage.estimateFees': {
    event: {
      subscriptionKey: 'sample',
      metric: 'sample',
      timestamp: '2026-01-01T00:00:00Z',
      properties: { amount: '1' },
      preciseAmount: '0.5',
    },
  },
  'credits.createWallet': {
    customerKey: 'sample',
    currency: 'USD',
    code: 'sample',
    name: 'Sample',
    creditValue: '0.01',
    priority: 1,
    appliesTo: { feeTypes: ['charge'], metrics: ['sample'] },
    expiresAt: '2099-01-01T00:00:00Z',
    metadata,
  },
  'credits.getWallet': { walletId: 'sample' },
  'credits.listWallets': { customerKey: 'sample', status: 'active', ...page },
  'credits.updateWallet': {
    walletId: 'sample',
    name: 'Sample',
    priority: 2,
    appliesTo: { feeTypes: ['charge'], metrics: ['sample'] },
    expiresAt: '2099-01-01T00:00:00Z',
    metadata,
  },
  'credits.terminateWallet': { walletId: 'sample' },
  'credits.add': {
    walletId: 'sample',
    kind: 'granted',
    credits: '1',
    name: 'Sample',
    metadata,
  },
  'credits.void': { walletId: 'sample', credits: '1' },
  'credits.listTransactions': { walletId: 'sample', status: 'settled', ...page },
  'invoices.create': {
    customerKey: 'sample',
    currency: 'USD',
    items: [
      {
        name: 'Sample',
        description: 'Sample',
        unitAmount: '1.50',
        units: '2',
        taxCodes: ['sample'],
      },
    ],
    metadata,
  },
  'invoices.get': { invoiceId: 'sample' },
  'invoices.list': {
    customerKey: 'sample',
    subscriptionKey: 'sample',
    type: 'one_off',
    status: 'finalized',
    paymentStatus: 'pending',
    issuedFrom: '2026-01-01',
    issuedTo: '2026-02-01',
    ...page,
  },
  'invoices.update': { invoiceId: 'sample', paymentStatus: 'succeeded', metadata },
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
    description: 'Sample',
    discount: { type: 'fixed_amount', amount: usd('5.00') },
    frequency: { type: 'recurring', periods: 3 },
    limit: { to: 'plans', plans: ['sample'] },
    reusable: false,
    expiresAt: '2099-01-01T00:00:00Z',
  },
  'coupons.get': { code: 'sample' },
  'coupons.list': page,
  'coupons.update': {
    code: 'sample',
    name: 'Sample',
    description: 'Sample',
    discount: { type: 'fixed_amount', amount: usd('5.00') },
    frequency: { type: 'recurring', periods: 3 },
    limit: { to: 'plans', plans: ['sample'] },
    reusable: false,
    expiresAt: '2099-01-01T00:00:00Z',
  },
  'coupons.delete': { code: 'sample' },
  'coupons.apply': {
    customerKey: 'sample',
    couponCode: 'sample',
    discount: { type: 'percentage', rate: '10' },
    frequency: { type: 'recurring', periods: 3 },
  },
  'coupons.listApplied': { customerKey: 'sample', couponCode: 'sample', status: 'active', ...page },
  'coupons.remove': { appliedCouponId: 'sample' },
  'creditNotes.create': {
    invoiceId: 'sample',
    reason: 'other',
    description: 'Sample',
    items: [item],
    credit: usd('1.00'),
    refund: usd('0.00'),
    offset: usd('0.00'),
    metadata,
  },
  'creditNotes.get': { creditNoteId: 'sample' },
  'creditNotes.list': { customerKey: 'sample', invoiceId: 'sample', ...page },
  'creditNotes.update': { creditNoteId: 'sample', refundStatus: 'succeeded', metadata },
  'creditNotes.estimate': { invoiceId: 'sample', items: [item] },
  'creditNotes.void': { creditNoteId: 'sample' },
  'creditNotes.createDownloadLink': { creditNoteId: 'sample' },
  'taxes.create': {
    code: 'sample',
    name: 'Sample',
    description: 'Sample',
    rate: '20',
    byDefault: false,
  },
  'taxes.get': { code: 'sample' },
  'taxes.list': page,
  'taxes.update': {
    code: 'sample',
    name: 'Sample',
    description: 'Sample',
    rate: '21',
    byDefault: false,
  },
  'taxes.delete': { code: 'sample' },
  'health.check': {},
};

/** Inputs of the other forms that an operation takes, for the fields that only those have. */
const otherSamples: { readonly [Id in OperationId]?: readonly SampleInputs[Id][] } = {
  'plans.create': [
    {
      code: 'sample',
      interval: 'yearly',
      timing: 'arrears',
      price: usd('0.00'),
      chargesBilledMonthly: true,
      charges: otherCharges,
    },
  ],
  'plans.update': [{ code: 'sample', charges: otherCharges }],
  'invoices.preview': [
    {
      of: 'new_subscription',
      customerKey: 'sample',
      planCode: 'sample',
      billingTime: 'calendar',
      startAt: '2026-01-01T00:00:00Z',
    },
  ],
  'coupons.create': [
    {
      code: 'sample',
      discount: { type: 'percentage', rate: '10' },
      frequency: { type: 'once' },
      limit: { to: 'metrics', metrics: ['sample'] },
    },
  ],
  'coupons.update': [
    {
      code: 'sample',
      discount: { type: 'percentage', rate: '10' },
      limit: { to: 'metrics', metrics: ['sample'] },
    },
  ],
  'coupons.apply': [
    {
      customerKey: 'sample',
      couponCode: 'sample',
      discount: { type: 'fixed_amount', amount: usd('5.00') },
    },
  ],
};

function named<Input>(input: Input, key: string): Input {
  return JSON.parse(JSON.stringify(input).replaceAll('"sample"', JSON.stringify(key))) as Input;
}

/** The sample of an operation with `key` in place of everything that it names. */
export function sampleOf(id: OperationId, key: string): unknown {
  return named(sampleInputs[id], key);
}

/** The same of every form that the operation takes: each field of the contract is in one. */
export function samplesOf(id: OperationId, key: string): readonly unknown[] {
  return [sampleInputs[id], ...(otherSamples[id] ?? [])].map((input) => named<unknown>(input, key));
}
