import type {
  AppliedCoupon,
  Coupon,
  CreditNote,
  CreditTransaction,
  Customer,
  Fee,
  Invoice,
  Metric,
  Money,
  Plan,
  Subscription,
  Tax,
  UsageEvent,
  UsageSummary,
  Wallet,
} from '@billport/core';

// Objects as long as those of real accounts: ids are UUIDs, keys and names are of several words.

/** A UUID that looks like any other; the same for the same number. */
const uuid = (index: number) => {
  const hex = (BigInt(index + 1) * 0x9e3779b97f4a7c15f39cc0605cedc835n)
    .toString(16)
    .padStart(32, '0')
    .slice(-32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const COMPANIES = ['Northwind Traders', 'Société Générale SA', 'Tailspin Toys Ltd', 'Contoso GmbH'];
const nameOf = (index: number) => `${COMPANIES[index % COMPANIES.length]} ${index + 1}`;
const keyOf = (index: number) => `customer_${String(index + 1).padStart(5, '0')}`;
const createdAt = '2026-01-31T08:15:30.000Z';
const providerRef = (index: number) => ({ provider: 'lago', type: 'thing', id: uuid(index + 500) });

export const customer = (index: number): Customer => ({
  customerKey: keyOf(index),
  name: nameOf(index),
  email: `accounts.payable${index}@northwind-traders.example`,
  currency: 'USD',
  timezone: 'America/New_York',
  address: { line1: `${index + 1} Harbour Street`, city: 'Seattle', country: 'US' },
  legalName: `${nameOf(index)} Incorporated`,
  taxNumber: 'US123456789',
  metadata: { owner: 'Jane Doe', tier: 'gold' },
  createdAt,
  providerRef: providerRef(index),
});

export const metric = (index: number): Metric => ({
  code: `api_calls_${index}`,
  name: `API calls of region ${index}`,
  aggregation: 'sum',
  property: 'request_count',
  description: 'Calls that were answered.',
  createdAt,
  providerRef: providerRef(index),
});

export const plan = (index: number): Plan => ({
  code: `growth_monthly_${index}`,
  name: `Growth plan ${index}`,
  interval: 'monthly',
  price: usd('249.00'),
  timing: 'advance',
  trialDays: 14,
  charges: [
    {
      metric: 'api_calls',
      timing: 'arrears',
      model: 'graduated',
      pricing: {
        tiers: [
          { upTo: '1000', unitAmount: '0.10' },
          { upTo: null, unitAmount: '0.0000000001' },
        ],
      },
    },
    {
      metric: 'storage_gb',
      timing: 'arrears',
      model: 'standard',
      pricing: { unitAmount: '0.30' },
    },
  ],
  createdAt,
  providerRef: providerRef(index),
});

export const subscription = (index: number): Subscription => ({
  subscriptionKey: `subscription_${index}_main`,
  customerKey: keyOf(index),
  planCode: 'growth_monthly_3',
  name: `Growth of ${nameOf(index)}`,
  status: 'active',
  billingTime: 'calendar',
  startAt: '2026-01-01T00:00:00.000Z',
  currentPeriod: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
  createdAt,
  providerRef: providerRef(index),
});

export const usageEvent = (index: number): UsageEvent => ({
  id: `evt_${uuid(index)}`,
  subscriptionKey: `subscription_${index}_main`,
  customerKey: keyOf(index),
  metric: 'api_calls',
  timestamp: '2026-03-05T14:22:07.123Z',
  properties: { request_count: '1250', region: 'eu-west-1' },
  createdAt,
  providerRef: providerRef(index),
});

export const usageSummary = (index: number): UsageSummary => ({
  subscriptionKey: `subscription_${index}_main`,
  customerKey: keyOf(index),
  planCode: 'growth_monthly_3',
  period: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
  charges: Array.from({ length: 10 }, (_, position) => ({
    chargeCode: `api_calls_${position}`,
    metric: 'api_calls',
    model: 'graduated',
    filter: { region: ['eu-west-1', 'eu-west-2'] },
    units: '125000.5',
    eventsCount: 321,
    amount: usd('1234.56'),
  })),
  amount: usd('12345.60'),
});

export const wallet = (index: number): Wallet => ({
  id: uuid(index),
  customerKey: keyOf(index),
  name: 'Prepaid credits',
  status: 'active',
  currency: 'USD',
  creditValue: '1',
  balance: usd('1250.00'),
  creditBalance: '1250',
  consumed: usd('250.00'),
  priority: 50,
  expiresAt: '2027-01-01T00:00:00.000Z',
  createdAt,
  providerRef: providerRef(index),
});

export const creditTransaction = (index: number): CreditTransaction => ({
  id: uuid(index),
  walletId: uuid(900),
  direction: 'in',
  kind: 'purchased',
  status: 'settled',
  credits: '150.5',
  amount: usd('150.50'),
  invoiceId: uuid(index + 700),
  createdAt,
  settledAt: createdAt,
  providerRef: providerRef(index),
});

export const fee = (index: number): Fee => ({
  id: uuid(index),
  type: 'charge',
  name: `API calls ${index}`,
  invoiceId: uuid(900),
  subscriptionKey: 'subscription_1_main',
  chargeCode: `api_calls_${index}`,
  metric: 'api_calls',
  model: 'standard',
  period: { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
  units: '1250',
  unitAmount: '0.30000000000000004',
  amount: usd('375.00'),
  preciseAmount: '375.00000000000005',
  couponAmount: '0',
  taxes: [],
  taxAmount: usd('75.00'),
  totalAmount: usd('450.00'),
});

export const invoice = (index: number): Invoice => ({
  id: uuid(index),
  number: `NOR-1A2B-${String(index + 1).padStart(3, '0')}-002`,
  customerKey: keyOf(index),
  type: 'subscription',
  status: 'finalized',
  paymentStatus: 'pending',
  currency: 'USD',
  issuingDate: '2026-03-01',
  paymentDueDate: '2026-03-31',
  periods: [
    {
      subscriptionKey: 'subscription_1_main',
      planCode: 'growth_monthly_3',
      period: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
      chargesPeriod: { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
    },
  ],
  fees: Array.from({ length: 8 }, (_, position) => fee(position)),
  taxes: [{ code: 'vat', name: 'VAT', rate: '20', base: '3000', amount: usd('600.00') }],
  taxRate: '20.00000',
  coupons: [],
  progressiveCredits: [],
  creditNotes: [],
  prepaidCredits: [{ walletId: uuid(901), amount: usd('100.00') }],
  totals: {
    fees: usd('3000.00'),
    progressiveCredits: usd('0.00'),
    coupons: usd('0.00'),
    subtotalExcludingTax: usd('3000.00'),
    taxes: usd('600.00'),
    subtotalIncludingTax: usd('3600.00'),
    creditNotes: usd('0.00'),
    prepaidCredits: usd('100.00'),
    total: usd('3500.00'),
    paid: usd('0.00'),
    due: usd('3500.00'),
  },
  createdAt,
  providerRef: providerRef(index),
});

export const coupon = (index: number): Coupon => ({
  code: `spring_sale_${index}`,
  name: `Spring sale ${index}`,
  discount: { type: 'percentage', rate: '25' },
  frequency: { type: 'recurring', periods: 3 },
  limit: { to: 'plans', plans: ['growth_monthly_3'] },
  status: 'active',
  expiresAt: '2026-07-01T00:00:00.000Z',
  createdAt,
  providerRef: providerRef(index),
});

export const appliedCoupon = (index: number): AppliedCoupon => ({
  id: uuid(index),
  couponCode: `spring_sale_${index}`,
  customerKey: keyOf(index),
  status: 'active',
  discount: { type: 'fixed_amount', amount: usd('150.00') },
  frequency: { type: 'once' },
  remainingAmount: usd('50.00'),
  createdAt,
  providerRef: providerRef(index),
});

export const creditNote = (index: number): CreditNote => ({
  id: uuid(index),
  number: `NOR-1A2B-001-002-CN${index}`,
  invoiceId: uuid(index + 100),
  customerKey: keyOf(index),
  reason: 'product_unsatisfactory',
  currency: 'USD',
  issuingDate: '2026-03-12',
  items: [{ feeId: uuid(index + 200), amount: usd('10.00') }],
  couponAdjustment: usd('0.00'),
  subtotalExcludingTax: usd('10.00'),
  taxes: usd('2.00'),
  total: usd('12.00'),
  credit: usd('12.00'),
  refund: usd('0.00'),
  offset: usd('0.00'),
  balance: usd('12.00'),
  creditStatus: 'available',
  refundStatus: 'none',
  createdAt,
  providerRef: providerRef(index),
});

export const tax = (index: number): Tax => ({
  code: `vat_${index}`,
  name: `Value added tax ${index}`,
  rate: '20',
  byDefault: false,
  createdAt,
  providerRef: providerRef(index),
});
