import type { Invoice } from '@billport/core';
import { NOW } from '../account.ts';
import { added, differs, missing } from '../checks.ts';
import type { EvalTask, TaskGroup } from '../eval-task.ts';
import { allInvoices, creditBalance, unitsCost } from '../provider-facts.ts';

const numbers = (invoices: readonly Invoice[]) => invoices.flatMap(({ number }) => number ?? []);

const inQuarter = ({ issuingDate }: Invoice) =>
  issuingDate >= '2026-04-01' && issuingDate < '2026-07-01';

const tasks: readonly EvalTask[] = [
  {
    name: 'credit-wallet',
    prompt: 'Create a $50 credit wallet for Beta User 789.',
    mayChange: ['wallets:beta-789:', 'transactions:beta-789:'],
    script: async (user) => {
      await user.change('add_credits', {
        customer: 'Beta User 789',
        kind: 'granted',
        amount: '50.00',
      });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('The balance', await creditBalance(billing, 'beta-789'), ['50.00']),
  },
  {
    name: 'percentage-coupon',
    prompt: 'Apply a 25% coupon to Acme Corp.',
    mayChange: ['appliedCoupons:acme-corp:', 'coupons:'],
    script: async (user) => {
      const coupons = await user.list('get_catalog', { kind: 'coupons' });
      const coupon = coupons.find((row) => JSON.stringify(row).includes('25'));
      await user.change('apply_coupon', { customer: 'Acme Corp', coupon: coupon?.code });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.coupons.listApplied({ customerKey: 'acme-corp' });
      const discounts = items.map(({ discount, status }) => ({ discount, status }));
      const discount = { type: 'percentage', rate: '25' };
      return differs('The coupon', discounts, [{ discount, status: 'active' }]);
    },
  },
  {
    name: 'invoices-of-quarter',
    prompt: 'List all invoices for Q2.',
    script: async (user) => {
      const rows = await user.list('list_invoices', {
        issuedFrom: '2026-04-01',
        issuedTo: '2026-07-01',
      });
      return rows.map(({ number }) => number).join(', ');
    },
    check: async ({ billing, answer }) => {
      const all = await allInvoices(billing);
      const others = all.filter((invoice) => !inQuarter(invoice));
      return [
        ...missing(answer, numbers(all.filter(inQuarter))),
        ...added(answer, numbers(others)),
      ];
    },
  },
  {
    name: 'usage-of-last-hour',
    prompt: 'Send usage data for the last hour: Acme Corp used 40,000 tokens.',
    mayChange: ['events:acme-corp-pro:'],
    script: async (user) => {
      const event = { metric: 'tokens', customer: 'Acme Corp', timestamp: '-30m' };
      await user.change('record_usage', {
        events: [{ ...event, properties: { tokens: '40000' } }],
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.usage.listEvents({
        subscriptionKey: 'acme-corp-pro',
        from: '2026-07-10T11:00:00Z',
      });
      const tokens = items.map(({ properties }) => Number(properties?.tokens));
      return differs('The tokens of the last hour', tokens, [40_000]);
    },
  },
  {
    name: 'plan-of-units',
    prompt:
      'Create a new plan for 100 units at $0.05 each: code "units", metered by API calls, monthly, no base price.',
    mayChange: ['plans:units'],
    script: async (user) => {
      await user.change('save_plan', {
        code: 'units',
        name: 'Units',
        interval: 'monthly',
        timing: 'arrears',
        price: { amount: '0.00', currency: 'USD' },
        charges: [
          {
            metric: 'api_calls',
            timing: 'arrears',
            model: 'standard',
            pricing: { unitAmount: '0.05' },
          },
        ],
      });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('What 100 units cost', await unitsCost(billing, 'units', 100, NOW), '5.00'),
  },
  {
    name: 'onboard-customer',
    prompt:
      'Onboard a new customer: Wayne Enterprises (key wayne), accounts@wayne.example, USD, on the Pro plan.',
    mayChange: ['customers:wayne', 'subscriptions:wayne:', 'invoices:wayne:'],
    script: async (user) => {
      await user.change('upsert_customer', {
        customerKey: 'wayne',
        name: 'Wayne Enterprises',
        email: 'accounts@wayne.example',
        currency: 'USD',
        planCode: 'pro',
      });
      return 'Done.';
    },
    check: async ({ billing, changed }) => {
      if (!changed.includes('customers:wayne')) return ['There is no customer wayne.'];
      const { email, currency } = await billing.customers.get({ customerKey: 'wayne' });
      const { items } = await billing.subscriptions.list({ customerKey: 'wayne' });
      const plans = items.map(({ planCode, status }) => `${planCode} ${status}`);
      return [
        ...differs('The customer', [email, currency], ['accounts@wayne.example', 'USD']),
        ...differs('The subscription', plans, ['pro active']),
      ];
    },
  },
  {
    name: 'create-dimension',
    prompt: 'Create a dimension "seats" that bills the highest number of seats that was reported.',
    mayChange: ['metrics:seats'],
    script: async (user) => {
      await user.change('save_metric', {
        code: 'seats',
        name: 'Seats',
        aggregation: 'max',
        property: 'seats',
      });
      return 'Done.';
    },
    check: async ({ billing, changed }) =>
      changed.includes('metrics:seats')
        ? differs('It', (await billing.metrics.get({ code: 'seats' })).aggregation, 'max')
        : ['There is no metric seats.'],
  },
  {
    name: 'get-invoice',
    prompt: 'Get invoice INV-000028: whose is it and how much is it?',
    script: async (user) => {
      const { facts } = await user.call('get_invoice', { invoice: 'INV-000028' });
      const { customerKey, totals } = facts.invoice as {
        customerKey: string;
        totals: { total: string };
      };
      return `${customerKey}: ${totals.total}`;
    },
    check: async ({ billing, answer }) => {
      const { items } = await billing.invoices.list({ customerKey: 'acme-corp' });
      const invoice = items.find(({ number }) => number === 'INV-000028');
      return missing(answer, ['Acme', String(invoice?.totals.total.amount)]);
    },
  },
];

/** What vendors show people to type (`facts/mcp.md §e.3 E`). */
export const VENDOR_PROMPTS: TaskGroup = { name: "vendors' prompts", tasks };
