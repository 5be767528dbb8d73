import { differs } from '../checks.ts';
import type { EvalTask, TaskGroup } from '../eval-task.ts';
import { creditBalance } from '../provider-facts.ts';

const tasks: readonly EvalTask[] = [
  {
    name: 'change-email',
    prompt: 'Globex moved: their invoices go to rechnung@globex.example from now on.',
    mayChange: ['customers:globex'],
    script: async (user) => {
      const customerKey = 'globex';
      await user.call('get_customer', { customer: 'Globex GmbH' });
      await user.change('upsert_customer', { customerKey, email: 'rechnung@globex.example' });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { email, name } = await billing.customers.get({ customerKey: 'globex' });
      return differs('It', [email, name], ['rechnung@globex.example', 'Globex GmbH']);
    },
  },
  {
    name: 'name-by-email',
    prompt: 'The customer with the e-mail billing@jordan-2.example is called Jordan Smythe now.',
    mayChange: ['customers:jordan-2'],
    script: async (user) => {
      const [found] = await user.list('list_customers', { search: 'billing@jordan-2.example' });
      await user.change('upsert_customer', {
        customerKey: found?.customerKey,
        name: 'Jordan Smythe',
      });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs(
        'The name',
        (await billing.customers.get({ customerKey: 'jordan-2' })).name,
        'Jordan Smythe',
      ),
  },
  {
    name: 'payment-terms',
    prompt: 'Give Initech 14 days to pay.',
    mayChange: ['customers:initech'],
    script: async (user) => {
      await user.change('upsert_customer', { customerKey: 'initech', paymentTermDays: 14 });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs(
        'The term',
        (await billing.customers.get({ customerKey: 'initech' })).paymentTermDays,
        14,
      ),
  },
  {
    name: 'delete-customer',
    prompt: 'Delete the customer Stark Industries, they never started. I am sure.',
    mayChange: ['customers:stark'],
    script: async (user) => {
      await user.change('delete_record', { kind: 'customer', record: 'Stark Industries' });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.customers.list({ search: 'stark' });
      return differs('The number of customers left', items.length, 0);
    },
  },
  {
    name: 'price-of-plan-in-use',
    prompt: 'Raise the base price of the Starter plan to $25 a month. Keep its charges.',
    mayChange: ['plans:starter'],
    script: async (user) => {
      const price = { amount: '25.00', currency: 'USD' };
      await user.change('save_plan', { code: 'starter', price });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { price, charges } = await billing.plans.get({ code: 'starter' });
      return differs('It', [price.amount, charges.length], ['25.00', 1]);
    },
  },
  {
    name: 'graduated-plan',
    prompt:
      'Make a monthly plan "scale" at $10.00 in advance where the first 1,000 API calls are free and each further one costs $0.01.',
    mayChange: ['plans:scale'],
    script: async (user) => {
      await user.change('save_plan', {
        code: 'scale',
        name: 'Scale',
        interval: 'monthly',
        timing: 'advance',
        price: { amount: '10.00', currency: 'USD' },
        charges: [
          {
            metric: 'api_calls',
            timing: 'arrears',
            model: 'graduated',
            pricing: {
              tiers: [
                { upTo: '1000', unitAmount: '0' },
                { upTo: null, unitAmount: '0.01' },
              ],
            },
          },
        ],
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.plans.list();
      const plan = items.find(({ code }) => code === 'scale');
      return differs(
        'The plan',
        [plan?.price.amount, plan?.charges.map(({ model }) => model)],
        ['10.00', ['graduated']],
      );
    },
  },
  {
    name: 'new-coupon',
    prompt: 'Set up a coupon WELCOME5 that takes $5.00 off each of the first three invoices.',
    mayChange: ['coupons:WELCOME5'],
    script: async (user) => {
      await user.change('save_coupon', {
        code: 'WELCOME5',
        discount: { type: 'fixed_amount', amount: { amount: '5.00', currency: 'USD' } },
        frequency: { type: 'recurring', periods: 3 },
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.coupons.list();
      const coupon = items.find(({ code }) => code === 'WELCOME5');
      return differs(
        'The coupon',
        [coupon?.discount, coupon?.frequency],
        [
          { type: 'fixed_amount', amount: { amount: '5.00', currency: 'USD' } },
          { type: 'recurring', periods: 3 },
        ],
      );
    },
  },
  {
    name: 'more-credits',
    prompt: 'Give Initech another 25 dollars of free credits.',
    mayChange: ['wallets:initech:', 'transactions:initech:'],
    script: async (user) => {
      await user.change('add_credits', { customer: 'Initech', kind: 'granted', amount: '25.00' });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('The balance', await creditBalance(billing, 'initech'), ['225.00']),
  },
];

/** Changes of who is billed, and for what. */
export const CUSTOMERS_AND_CATALOG: TaskGroup = { name: 'customers and catalog', tasks };
