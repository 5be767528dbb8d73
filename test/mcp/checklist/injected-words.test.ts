import { expect, it } from 'vitest';
import {
  INJECTIONS,
  UNSAFE_CHARACTER,
} from '../../../packages/mcp/src/answers/injections.fixture.ts';
import { openAccount } from './open-account.ts';

const READS = [
  ['search_billing', { query: 'acme' }],
  ['get_customer', { customer: 'acme' }],
  ['list_customers', {}],
  ['get_catalog', { kind: 'plans' }],
  ['get_catalog', { kind: 'coupons' }],
  ['get_subscription', { customer: 'acme' }],
  ['list_invoices', {}],
  ['get_credits', { customer: 'acme' }],
  ['read_operation', { operation: 'customers.get', input: { customerKey: 'acme' } }],
  ['terminate_subscription', { subscription: 'acme-pro' }],
  ['apply_coupon', { customer: 'acme', coupon: 'ten-off' }],
  ['void_document', { kind: 'invoice', document: 'no such' }],
  ['terminate_subscription', { customer: 'twin' }],
] as const;

/** Two marks at most, the second of which ends the first; nothing else could be one. */
function expectOneFence(text: string): void {
  const lines = text.split('\n');
  for (const line of lines) expect(line.replaceAll('\t', ' ')).not.toMatch(UNSAFE_CHARACTER);
  const marks = lines.filter((line) => /[<>]/.test(line));
  if (marks.length === 0) return;
  expect(marks).toEqual([
    expect.stringMatching(/^<data-[0-9a-f]{16}>$/),
    marks[0]?.replace('<', '</'),
  ]);
}

it.each(Object.entries(INJECTIONS))(
  'S2: %s in names and metadata leave no answer, preview, error or resource',
  async (_, injection) => {
    const { call, client, account } = await openAccount();
    const { engine } = account;
    // The engine takes no control characters but line ends and tabs, and nothing that is not Unicode.
    const words = injection
      .slice(0, 200)
      .toWellFormed()
      .replace(/[^\P{Cc}\n\r\t]/gu, '');
    await engine.customers.upsert({
      customerKey: 'acme',
      name: words,
      legalName: words,
      metadata: { note: words.slice(0, 40) },
    });
    await engine.plans.update({ code: 'pro', name: words, description: words });
    await engine.coupons.update({ code: 'ten-off', name: words, description: words });
    for (const customerKey of ['twin-1', 'twin-2']) {
      await engine.customers.upsert({ customerKey, name: 'twin', legalName: words });
    }
    for (const [tool, args] of READS) {
      for (const response_format of ['concise', 'detailed']) {
        const { text, facts } = await call(tool, { ...args, response_format });
        expectOneFence(text);
        expect(JSON.stringify(facts)).not.toMatch(/[<>]/);
        expect(JSON.stringify(facts)).not.toMatch(UNSAFE_CHARACTER);
      }
    }
    for (const uri of ['billing://customers/acme', 'billing://plans/pro']) {
      const { contents } = await client.readResource({ uri });
      expectOneFence((contents[0] as { text: string }).text);
    }
  },
);
