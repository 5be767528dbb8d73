import { differs, missing } from '../checks.ts';
import type { EvalTask, TaskGroup } from '../eval-task.ts';
import { creditBalance } from '../provider-facts.ts';
import type { Row, ToolUser } from '../tool-user.ts';

/** Looks for an operation first, as an agent has to, and runs it. */
async function write(user: ToolUser, query: string, operation: string, input: Row) {
  await user.call('search_operations', { query });
  return user.change('write_operation', { operation, input, dry_run: false });
}

const tasks: readonly EvalTask[] = [
  {
    name: 'create-tax',
    prompt: 'Add a tax "gst" of 9%.',
    mayChange: ['taxes:gst'],
    script: async (user) => {
      await write(user, 'create a tax', 'taxes.create', { code: 'gst', name: 'GST', rate: '9' });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.taxes.list();
      return differs('Its rate', items.find(({ code }) => code === 'gst')?.rate, '9');
    },
  },
  {
    name: 'void-credits',
    prompt: 'Take 50 credits away from Initech again.',
    mayChange: ['wallets:initech:', 'transactions:initech:'],
    script: async (user) => {
      const { facts } = await user.call('get_credits', { customer: 'Initech' });
      const [wallet] = facts.items as readonly Row[];
      await write(user, 'void credits', 'credits.void', { walletId: wallet?.id, credits: '50' });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('The balance', await creditBalance(billing, 'initech'), ['150.00']),
  },
  {
    name: 'remove-coupon',
    prompt: 'Acme Labs should not have its coupon any longer.',
    mayChange: ['appliedCoupons:acme-labs:'],
    script: async (user) => {
      const { facts } = await user.call('read_operation', {
        operation: 'coupons.listApplied',
        input: { customerKey: 'acme-labs' },
      });
      const [applied] = facts.items as readonly Row[];
      await write(user, 'remove a coupon', 'coupons.remove', { appliedCouponId: applied?.id });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.coupons.listApplied({ customerKey: 'acme-labs' });
      return differs(
        'The number left',
        items.filter(({ status }) => status === 'active').length,
        0,
      );
    },
  },
  {
    name: 'name-subscription',
    prompt: 'Call the subscription beta-789-starter "Team North".',
    mayChange: ['subscriptions:beta-789:'],
    script: async (user) => {
      await write(user, 'rename a subscription', 'subscriptions.update', {
        subscriptionKey: 'beta-789-starter',
        name: 'Team North',
      });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs(
        'The name',
        (await billing.subscriptions.get({ subscriptionKey: 'beta-789-starter' })).name,
        'Team North',
      ),
  },
  {
    name: 'read-by-operation',
    prompt: 'What is the rate of our tax vat?',
    script: async (user) => {
      const { text } = await user.call('read_operation', {
        operation: 'taxes.get',
        input: { code: 'vat' },
      });
      return text;
    },
    check: ({ answer }) => missing(answer, ['20']),
  },
];

/** What only the operations beyond the tools can do. */
export const TAIL_OPERATIONS: TaskGroup = { name: 'tail operations', tasks };
