import { added, missing } from '../checks.ts';
import type { EvalTask, TaskGroup } from '../eval-task.ts';
import { allInvoices, invoicesOf } from '../provider-facts.ts';
import type { Row } from '../tool-user.ts';

const TODAY = '2026-07-10';

const rowsOf = (facts: Row, name: string) => (facts[name] ?? []) as readonly Row[];

const tasks: readonly EvalTask[] = [
  {
    name: 'overdue-customers',
    prompt: 'Which invoices of Jordan Smith with the e-mail billing@jordan-2.example are overdue?',
    script: async (user) => {
      const rows = await user.list('list_invoices', {
        customer: 'billing@jordan-2.example',
        paymentStatus: 'pending',
      });
      const overdue: unknown[] = [];
      for (const { id } of rows) {
        const { facts } = await user.call('get_invoice', { invoice: id });
        const { number, paymentDueDate } = facts.invoice as Row;
        if (String(paymentDueDate) < TODAY) overdue.push(number);
      }
      return overdue.join(', ');
    },
    check: async ({ billing, answer }) => {
      const invoices = await invoicesOf(billing, 'jordan-2');
      const late = invoices.filter(({ paymentDueDate = TODAY }) => paymentDueDate < TODAY);
      const others = (await allInvoices(billing)).filter(
        ({ id }) => !late.some((each) => each.id === id),
      );
      return [
        ...missing(
          answer,
          late.map(({ number }) => String(number)),
        ),
        ...added(
          answer,
          others.flatMap(({ number }) => number ?? []),
        ),
      ];
    },
  },
  {
    name: 'unpaid-sum',
    prompt: 'How much does Beta User 789 owe us in total?',
    script: async (user) => {
      const rows = await user.list('list_invoices', {
        customer: 'Beta User 789',
        paymentStatus: 'pending',
      });
      const cents = rows.reduce(
        (sum, { due }) => sum + BigInt(String(due).split(' ')[0]?.replace('.', '') ?? ''),
        0n,
      );
      return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')} USD`;
    },
    // 20.00, and three months of 20.00 and three calls at 0.05.
    check: ({ answer }) => missing(answer, ['80.45']),
  },
  {
    name: 'usage-so-far',
    prompt: 'What has Acme Corp used in this month so far, and what does that cost?',
    script: async (user) => {
      const { text } = await user.call('get_usage', { customer: 'Acme Corp' });
      return text;
    },
    // 19,000 tokens, of which 9,000 at 0.001.
    check: ({ answer }) => missing(answer, ['19000', '9.00']),
  },
  {
    name: 'credit-balance',
    prompt: 'How many credits has Initech left?',
    script: async (user) => {
      const { facts } = await user.call('get_credits', { customer: 'Initech' });
      return String(rowsOf(facts, 'items')[0]?.creditBalance);
    },
    check: ({ answer }) => missing(answer, ['200']),
  },
  {
    name: 'who-is-on-plan',
    prompt: 'Which customers are on the Pro plan?',
    script: async (user) => {
      const rows = await user.list('get_subscription', { plan: 'Pro', status: ['active'] });
      return rows.map(({ customerKey }) => customerKey).join(', ');
    },
    check: ({ answer }) => [
      ...missing(answer, ['Acme', 'Initech', 'Umbrella']),
      ...added(answer, ['Labs', 'Globex', 'Hooli', 'Beta', 'Jordan']),
    ],
  },
  {
    name: 'has-event-arrived',
    prompt: 'Did the usage event acme-6 arrive, and with how many tokens?',
    script: async (user) => {
      const { text } = await user.call('list_usage_events', {
        id: 'acme-6',
        subscription: 'acme-corp-pro',
      });
      return text;
    },
    check: ({ answer }) => missing(answer, ['18000']),
  },
  {
    name: 'next-invoice',
    prompt:
      "What will Initech's next Pro invoice come to as of now, before credits? Don't bill anything.",
    script: async (user) => {
      const { facts } = await user.call('preview_charges', { subscription: 'initech-pro' });
      const { totals } = facts.preview as { totals: Row };
      return String(totals.subtotalIncludingTax ?? totals.fees);
    },
    // 100.00 and 80,000 tokens at 0.001.
    check: ({ answer }) => missing(answer, ['180.00']),
  },
  {
    name: 'coupon-terms',
    prompt: 'What does the coupon quarter-off take off, and for how long?',
    script: async (user) => {
      const { text } = await user.call('get_catalog', { kind: 'coupons', code: 'quarter-off' });
      return text;
    },
    check: ({ answer }) => missing(answer, ['25', 'forever']),
  },
];

/** Questions: the answer has to hold what the provider holds, and nothing may change. */
export const QUESTIONS: TaskGroup = { name: 'questions', tasks };
