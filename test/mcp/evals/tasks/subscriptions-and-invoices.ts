import { differs, missing } from '../checks.ts';
import type { EvalTask, TaskGroup } from '../eval-task.ts';
import { invoicesOf, plansOf } from '../provider-facts.ts';

const tasks: readonly EvalTask[] = [
  {
    name: 'upgrade',
    prompt: 'Move Acme Labs from Starter to Pro.',
    mayChange: [
      'subscriptions:acme-labs:',
      'invoices:acme-labs:',
      'creditNotes:acme-labs:',
      'appliedCoupons:acme-labs:',
    ],
    script: async (user) => {
      const [now] = await user.list('get_subscription', { customer: 'Acme Labs' });
      await user.change('create_subscription', {
        customer: 'Acme Labs',
        plan: 'pro',
        subscriptionKey: now?.subscriptionKey,
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const plans = await plansOf(billing, 'acme-labs');
      return plans.includes('pro active') && !plans.includes('starter active')
        ? []
        : [`Acme Labs is on ${plans.join(', ')}.`];
    },
  },
  {
    name: 'downgrade',
    prompt: 'Acme Corp wants to go down to Starter when their month is over.',
    mayChange: ['subscriptions:acme-corp:'],
    script: async (user) => {
      await user.change('create_subscription', {
        customer: 'Acme Corp',
        plan: 'Starter',
        subscriptionKey: 'acme-corp-pro',
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.subscriptions.list({ customerKey: 'acme-corp' });
      return JSON.stringify(items).includes('starter')
        ? []
        : ['Nothing says that Acme goes to starter.'];
    },
  },
  {
    name: 'terminate',
    prompt: "End Initech's Starter subscription now. They keep Pro.",
    mayChange: [
      'subscriptions:initech:initech-starter',
      'invoices:initech:',
      'creditNotes:initech:',
      'wallets:initech:',
      'transactions:initech:',
    ],
    script: async (user) => {
      await user.change('terminate_subscription', {
        customer: 'Initech',
        subscription: 'initech-starter',
      });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('It', await plansOf(billing, 'initech'), ['pro active', 'starter terminated']),
  },
  {
    name: 'cancel-pending',
    prompt: 'Hooli will not start in August after all: cancel that.',
    mayChange: ['subscriptions:hooli:'],
    script: async (user) => {
      await user.change('terminate_subscription', { customer: 'Hooli' });
      return 'Done.';
    },
    check: async ({ billing }) =>
      differs('It', await plansOf(billing, 'hooli'), ['starter canceled']),
  },
  {
    name: 'start-later',
    prompt: 'Subscribe Stark Industries to Pro from 1 September 2026.',
    mayChange: ['subscriptions:stark:'],
    script: async (user) => {
      await user.change('create_subscription', {
        customer: 'Stark Industries',
        plan: 'Pro',
        startAt: '2026-09-01T00:00:00Z',
      });
      return 'Done.';
    },
    check: async ({ billing }) => differs('It', await plansOf(billing, 'stark'), ['pro pending']),
  },
  {
    name: 'one-off-invoice',
    prompt: 'Bill Stark Industries $500 for the workshop and $49.50 for travel, on one invoice.',
    mayChange: ['invoices:stark:'],
    script: async (user) => {
      await user.change('create_invoice', {
        customer: 'Stark Industries',
        items: [
          { name: 'Workshop', unitAmount: '500.00' },
          { name: 'Travel', unitAmount: '49.50' },
        ],
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const invoices = await invoicesOf(billing, 'stark');
      const found = invoices.map(({ totals, fees }) => [totals.total.amount, fees.length]);
      return differs('The invoice', found, [['549.50', 2]]);
    },
  },
  {
    name: 'void-invoice',
    prompt: 'Void INV-000030, it was a mistake.',
    mayChange: ['invoices:beta-789:'],
    script: async (user) => {
      await user.change('void_document', { kind: 'invoice', document: 'INV-000030' });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const voided = (await invoicesOf(billing, 'beta-789')).filter(
        ({ status }) => status === 'voided',
      );
      return differs(
        'What is void',
        voided.map(({ number }) => number),
        ['INV-000030'],
      );
    },
  },
  {
    name: 'credit-note',
    prompt:
      'Acme Corp paid for June and was not happy: give back all of INV-000019 as credit for later invoices.',
    mayChange: ['creditNotes:acme-corp:', 'invoices:acme-corp:'],
    script: async (user) => {
      await user.change('create_credit_note', {
        invoice: 'INV-000019',
        reason: 'product_unsatisfactory',
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const { items } = await billing.creditNotes.list({ customerKey: 'acme-corp' });
      const found = items.map(({ credit, refund }) => [credit.amount, refund.amount]);
      return differs('The credit note', found, [['107.00', '0.00']]);
    },
  },
  {
    name: 'finalize-draft',
    prompt: "Finalize Umbrella's draft invoice.",
    mayChange: ['invoices:umbrella:'],
    script: async (user) => {
      const [draft] = await user.list('list_invoices', {
        customer: 'Umbrella Ltd',
        status: 'draft',
      });
      await user.change('collect_invoice', { invoice: draft?.id, action: 'finalize' });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const drafts = (await invoicesOf(billing, 'umbrella')).filter(
        ({ status }) => status === 'draft',
      );
      return differs('The number of drafts', drafts.length, 0);
    },
  },
  {
    name: 'record-payment',
    prompt: 'Beta User 789 wired the money for INV-000030: mark it as paid.',
    mayChange: ['invoices:beta-789:'],
    script: async (user) => {
      await user.change('collect_invoice', {
        invoice: 'INV-000030',
        action: 'record_payment',
        paymentStatus: 'succeeded',
      });
      return 'Done.';
    },
    check: async ({ billing }) => {
      const paid = (await invoicesOf(billing, 'beta-789')).filter(
        ({ paymentStatus }) => paymentStatus === 'succeeded',
      );
      return differs(
        'What is paid',
        paid.map(({ number }) => number),
        ['INV-000030'],
      );
    },
  },
  {
    name: 'portal-link',
    prompt: 'I need a link to the customer portal of Globex.',
    script: async (user) => {
      const { facts } = await user.change('get_link', { kind: 'portal', customer: 'Globex GmbH' });
      return String(facts.url);
    },
    check: async ({ billing, answer, calls }) => {
      const made = calls.some(({ tool, answer: { isError } }) => tool === 'get_link' && !isError);
      const { url } = await billing.customers.createPortalLink({ customerKey: 'globex' });
      const scheme = url.slice(0, url.indexOf(':') + 1);
      return [
        ...(made ? [] : ['No link was made.']),
        ...(answer.includes(scheme) ? [] : missing(answer, [`a link that begins with ${scheme}`])),
      ];
    },
  },
];

/** Changes of who pays for what, and of what was billed. */
export const SUBSCRIPTIONS_AND_INVOICES: TaskGroup = { name: 'subscriptions, invoices', tasks };
