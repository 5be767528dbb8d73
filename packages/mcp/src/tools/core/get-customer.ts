import type { Billing, Customer, OperationId, Page } from '@billport/core';
import { z } from 'zod';
import type { Answer, Fact } from '../../answers/answer.ts';
import {
  shownAppliedCoupon,
  shownCustomer,
  shownInvoice,
  shownSubscription,
  shownUsageSummary,
  shownWallet,
} from '../../answers/shown/index.ts';
import { findCustomer } from '../../arguments/references/index.ts';
import { namedCustomer } from '../named.ts';
import { type PartFacts, readParts } from '../parts.ts';
import { READING } from '../reading-safety.ts';
import { customerReference } from '../references.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { usageOfCustomer } from './usage-of-customer.ts';

/** Rows of one section: what follows is a matter of the section's own tool. */
const MOST_ROWS = 10;

interface Section {
  readonly operation: OperationId;
  readonly read: (customerKey: string, call: ToolCall) => Promise<PartFacts>;
}

/** A section that is a list of the contract. */
function listed<Item>(
  operation: OperationId,
  tool: string,
  list: (billing: Billing, customerKey: string) => PromiseLike<Page<Item>>,
  show: (item: Item, detailed: boolean) => Fact,
): Section {
  return {
    operation,
    read: async (customerKey, { billing, detailed }) => {
      const { items, nextCursor, warnings } = await list(billing, customerKey);
      return {
        facts: items.map((item) => show(item, detailed)),
        partial:
          nextCursor === undefined
            ? undefined
            : `only the newest ${items.length}; ${tool} has all.`,
        warnings,
      };
    },
  };
}

const limit = MOST_ROWS;

const SECTIONS = {
  subscriptions: listed(
    'subscriptions.list',
    'get_subscription',
    (billing, customerKey) => billing.subscriptions.list({ customerKey, limit }),
    shownSubscription,
  ),
  usage: {
    operation: 'usage.current',
    read: async (customerKey, call) => {
      const { summaries, nextCursor, warnings } = await usageOfCustomer(customerKey, call);
      return {
        facts: summaries.map((summary) => shownUsageSummary(summary, call.detailed)),
        partial:
          nextCursor === undefined
            ? undefined
            : `only of the newest ${summaries.length} active subscriptions; get_usage has all.`,
        warnings,
      };
    },
  },
  credits: listed(
    'credits.listWallets',
    'get_credits',
    (billing, customerKey) => billing.credits.listWallets({ customerKey, status: 'active', limit }),
    shownWallet,
  ),
  coupons: listed(
    'coupons.listApplied',
    'read_operation with coupons.listApplied',
    (billing, customerKey) => billing.coupons.listApplied({ customerKey, status: 'active', limit }),
    shownAppliedCoupon,
  ),
  invoices: listed(
    'invoices.list',
    'list_invoices',
    (billing, customerKey) => billing.invoices.list({ customerKey, limit }),
    shownInvoice,
  ),
} as const satisfies Readonly<Record<string, Section>>;

const NAMES = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[];

const customerArguments = z.strictObject({
  customer: customerReference(),
  sections: z.array(z.enum(NAMES)).max(NAMES.length).default(['subscriptions']),
});

async function readCustomer(
  { customer: reference, sections }: z.output<typeof customerArguments>,
  call: ToolCall,
): Promise<Answer> {
  const customer: Customer = await findCustomer(call, reference);
  const wanted = [...new Set(sections)];
  const { facts, warnings } = await readParts(
    wanted.map((name) => ({
      name,
      operation: SECTIONS[name].operation,
      read: () => SECTIONS[name].read(customer.customerKey, call),
    })),
    call,
  );
  const having = Object.keys(facts);
  return {
    summary: `Customer ${namedCustomer(customer)}${having.length === 0 ? '' : ` with ${having.join(', ')}`}.`,
    facts: { customer: shownCustomer(customer, call.detailed), ...facts },
    warnings,
  };
}

/** One customer with what belongs to it. */
export const getCustomer = readingTool({
  name: 'get_customer',
  title: 'Get customer',
  description: 'Profile of one customer and chosen sections: one call for an overview.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['customers.get', 'customers.list']],
  arguments: customerArguments,
  read: readCustomer,
});
