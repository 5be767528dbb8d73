import type { Client } from '@modelcontextprotocol/client';
import type { ConversationServer } from './open-server.ts';

type Facts = Readonly<Record<string, unknown>>;

/** What a tool answered in the end. */
export interface Answered {
  readonly tool: string;
  readonly isError: boolean;
  readonly text: string;
  readonly facts: Facts;
}

const USED_AT = '2026-03-15T12:00:00Z';

const METRICS = [
  { code: 'requests', aggregation: 'count' },
  { code: 'tokens', aggregation: 'sum', property: 'tokens', rounding: { mode: 'ceil' } },
];

const PLAN = {
  code: 'pro',
  name: 'Pro',
  interval: 'monthly',
  timing: 'advance',
  price: { amount: '20.00', currency: 'USD' },
  charges: [
    {
      metric: 'tokens',
      model: 'graduated',
      timing: 'arrears',
      pricing: {
        tiers: [
          { upTo: '10000', unitAmount: '0.001' },
          { upTo: null, unitAmount: '0.0005' },
        ],
      },
    },
    {
      metric: 'requests',
      model: 'package',
      timing: 'arrears',
      pricing: { amount: '0.50', size: '10' },
    },
  ],
};

/** 25 requests of 600 tokens. */
const EVENTS = Array.from({ length: 25 }, (_, index) => index).flatMap((index) => [
  { id: `request-${index}`, metric: 'requests', subscription: 'acme-pro', timestamp: USED_AT },
  {
    id: `tokens-${index}`,
    metric: 'tokens',
    subscription: 'acme-pro',
    timestamp: USED_AT,
    properties: { tokens: '600' },
  },
]);

async function call(client: Client, tool: string, args: object): Promise<Answered> {
  const result = await client.callTool({ name: tool, arguments: { ...args } });
  const [content] = result.content as { text?: string }[];
  const facts = (result.structuredContent ?? {}) as Facts;
  return { tool, isError: result.isError === true, text: content?.text ?? '', facts };
}

/** Calls a tool; where it previews, shows the token of the preview. */
async function confirmed(client: Client, tool: string, args: object): Promise<Answered> {
  const first = await call(client, tool, args);
  const { confirm_token } = first.facts;
  return confirm_token === undefined ? first : call(client, tool, { ...args, confirm_token });
}

/**
 * Makes metrics and a plan, onboards Acme, meters a month twice over, gives 5 credits, lets the month
 * end, and reads the invoices: the same calls whatever is behind the server.
 */
export async function holdConversation(server: ConversationServer): Promise<Answered[]> {
  const answers: Answered[] = [];
  const say = async (tool: string, args: object) => {
    const answer = await confirmed(server.client, tool, args);
    answers.push(answer);
    return answer;
  };
  for (const metric of METRICS) await say('save_metric', metric);
  await say('save_plan', PLAN);
  const customer = { name: 'Acme Inc.', email: 'billing@acme.example', currency: 'USD' };
  await say('upsert_customer', { customerKey: 'acme', ...customer });
  await say('create_subscription', {
    customer: 'Acme Inc.',
    plan: 'Pro',
    subscriptionKey: 'acme-pro',
  });
  await server.advanceTo('2026-03-15T12:01:00Z');
  await say('record_usage', { events: EVENTS });
  await say('record_usage', { events: EVENTS });
  await say('get_usage', { subscription: 'acme-pro' });
  await say('add_credits', { customer: 'Acme Inc.', kind: 'granted', amount: '5.00' });
  await say('get_credits', { customer: 'acme' });
  await server.advanceTo('2026-04-01T00:00:00Z');
  const { facts } = await say('list_invoices', { customer: 'acme' });
  for (const { id } of [...((facts.items ?? []) as { id: string }[])].reverse()) {
    await say('get_invoice', { invoice: id });
  }
  return answers;
}
