import type { OperationId } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';
import { type Answered, holdConversation } from './hold-conversation.ts';
import { openServer, type ProviderName } from './open-server.ts';

/** What differs on Paigo: the facts, and the words of the manifest that say so. */
const ON_PAIGO: readonly (readonly [facts: RegExp, operation: OperationId, words: string])[] = [
  [/^get_usage#1\.usage\.charges\.\d\.eventsCount: 25 → –$/, 'usage.current', 'tells units'],
  [/^get_usage#1\.usage\.taxAmount: 0\.00 USD → –$/, 'usage.current', 'no amounts'],
  [/^list_invoices#1\.items\.0\.(total|due): 29\.00 USD → 34\.00 USD$/, 'invoices.list', 'Credits'],
  [
    /^get_invoice#2\.invoice\.totals\.((total|due): 29\.00 USD → 34\.00|prepaidCredits: 5\.00 USD → –)/,
    'invoices.get',
    'expect totals without them',
  ],
  [/\.prepaidCredits\.0\.amount: 5\.00 USD → –$/, 'invoices.get', 'expect totals without them'],
  [/\.invoice\.periods\.0\.\w+: \S+ → –$/, 'invoices.get', 'neither periods nor subscriptions'],
  [/\.invoice\.fees\.\d\.period: \S+ → –$/, 'invoices.get', 'neither periods nor subscriptions'],
  [/\.invoice\.paymentDueDate: \S+ → –$/, 'invoices.get', 'a due date only where there is a term'],
  [/\.invoice\.fees\.\d\.type: \S+ → unknown$/, 'invoices.get', 'nor charges of an invoice'],
  [/\.invoice\.fees\.\d\.chargeCode: \S+ → –$/, 'invoices.get', 'nor charges of an invoice'],
  [
    /^get_invoice#2\.invoice\.fees\.[0-3]\.(name|units|unitAmount|amount|taxAmount): /,
    'invoices.get',
    'one for each tier, packages instead of units, in its own order',
  ],
];

async function hold(name: ProviderName) {
  const server = await openServer(name);
  return { answers: await holdConversation(server), capabilities: server.capabilities };
}

const of = (answers: readonly Answered[], tool: string) =>
  answers.filter((each) => each.tool === tool).map(({ facts }) => facts);

const failuresIn = (answers: readonly Answered[]) =>
  answers.filter(({ isError }) => isError).map(({ tool, text }) => `${tool}: ${text}`);

describe('the same conversation', () => {
  it('onboards, meters, gives credits and invoices on the embedded engine', async () => {
    const { answers } = await hold('embedded');
    expect(failuresIn(answers)).toEqual([]);
    expect(of(answers, 'record_usage')).toMatchObject([
      { recorded: 50, duplicates: 0 },
      { recorded: 0, duplicates: 50 },
    ]);
    // 10,000 x 0.001 + 5,000 x 0.0005, and three started packages of ten for 25 requests.
    expect(of(answers, 'get_usage')).toMatchObject([{ usage: { amount: '14.00 USD' } }]);
    expect(of(answers, 'get_credits')).toMatchObject([{ items: [{ balance: '5.00 USD' }] }]);
    // 20.00 in advance; then 20.00 + 12.50 + 1.50, less 5.00 of credits.
    expect(of(answers, 'get_invoice')).toMatchObject([
      { invoice: { totals: { total: '20.00 USD' } } },
      { invoice: { totals: { fees: '34.00 USD', prepaidCredits: '5.00 USD', due: '29.00 USD' } } },
    ]);
  });

  it('goes the same way on Lago', async () => {
    const [embedded, lago] = [await hold('embedded'), await hold('lago')];
    expect(failuresIn(lago.answers)).toEqual([]);
    expect(differences(embedded.answers, lago.answers)).toEqual([]);
  });

  it('goes the same way on Paigo, but for what its manifest says', async () => {
    const [embedded, paigo] = [await hold('embedded'), await hold('paigo')];
    expect(failuresIn(paigo.answers)).toEqual([]);
    const found = differences(embedded.answers, paigo.answers);
    expect(found.filter((each) => !ON_PAIGO.some(([facts]) => facts.test(each)))).toEqual([]);
    for (const [facts, operation, words] of ON_PAIGO) {
      expect(found).toContainEqual(expect.stringMatching(facts));
      const { level, note } = paigo.capabilities[operation];
      expect([level, note]).toEqual(['partial', expect.stringContaining(words)]);
    }
    // What has no words of its own has to come to the same: lines in another order.
    expect(of(paigo.answers, 'get_invoice')).toMatchObject([
      { invoice: { totals: { total: '20.00 USD' } } },
      { invoice: { totals: { fees: '34.00 USD', due: '34.00 USD' } } },
    ]);
  });

  it('is told on Paigo beside each answer how it differs', async () => {
    const { answers, capabilities } = await hold('paigo');
    const { note } = capabilities['invoices.get'];
    for (const { warnings } of of(answers, 'get_invoice')) {
      expect(warnings).toContainEqual({ code: 'partial', message: note });
    }
  });
});
