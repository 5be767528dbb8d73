import { operations } from '@billport/core';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { publishTool } from '../../surface/publish-tool.ts';
import { TAIL } from '../tail/index.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { CORE_READING } from './reading.ts';

/** Arguments that make each tool read as much as it can. */
const CALLS: Readonly<Record<string, readonly object[]>> = {
  search_billing: [{ query: 'acme' }],
  get_customer: [
    { customer: 'acme', sections: ['subscriptions', 'usage', 'credits', 'coupons', 'invoices'] },
  ],
  list_customers: [{}],
  get_usage: [{ customer: 'acme' }, { customer: 'acme', view: 'past' }],
  list_usage_events: [{}, { subscription: 'acme-pro', id: 'e1' }],
  get_catalog: ['plans', 'metrics', 'coupons', 'taxes'].map((kind) => ({ kind })),
  get_subscription: [{ customer: 'acme' }, { subscription: 'acme-pro' }],
  list_invoices: [{ customer: 'acme' }],
  get_invoice: [],
  preview_charges: [{ subscription: 'acme-pro' }],
  get_credits: [{ customer: 'acme' }],
};

describe.each(CORE_READING.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  it('A: makes reading calls only', async () => {
    const call = await withAcme(testCall());
    for (const args of CALLS[name] ?? []) await read(tool, args, call);
    const effects = call.called.map((id) => operations.get(id)?.effect);
    expect(new Set(effects)).toEqual(new Set(CALLS[name]?.length === 0 ? [] : ['read']));
  });

  it('A: says all four hints of a tool that only looks', () => {
    expect(tool.kind).toBe('reading');
    expect(tool.safety).toEqual({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    });
    expect(tool.scope).toBe('billing:read');
  });

  it('T: costs at most 300 tokens', () => {
    expect(encode(JSON.stringify(publishTool(tool).tool)).length).toBeLessThanOrEqual(300);
  });
});

describe('CORE_READING and TAIL', () => {
  it('T: cost at most 1,950 and 500 tokens', () => {
    const tokens = (tools: typeof TAIL) =>
      encode(JSON.stringify({ tools: tools.map((tool) => publishTool(tool).tool) })).length;
    expect(tokens(CORE_READING)).toBeLessThanOrEqual(1_950);
    expect(tokens(TAIL)).toBeLessThanOrEqual(500);
  });
});
