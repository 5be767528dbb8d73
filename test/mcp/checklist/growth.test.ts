import { type Billing, defineProvider, type Limits, manualClock, native } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { OpenedProvider } from '../../../packages/mcp/src/provider/opened-provider.ts';
import { callTool } from '../../../packages/mcp/src/server/call-tool.ts';
import { openServing } from '../../../packages/mcp/src/server/serving.ts';
import {
  choiceOf,
  engineWithAcme,
  grantCredits,
  nameCustomer,
  readCustomer,
  SETTINGS,
  START,
  surfaceOf,
  testServer,
} from '../../../packages/mcp/src/server/test-server.fixture.ts';
import type { ToolRequest } from '../../../packages/mcp/src/server/tool-request.ts';

const CUSTOMERS = 10_000;

const limits: Limits = {
  aggregations: [],
  chargeModels: [],
  intervals: [],
  currencies: 'all',
  usage: { batchSize: 1, atomic: true, deduplication: 'id', repeats: 'compared' },
  idempotencyKeys: false,
  eventuallyConsistent: false,
};

/** A provider with 10,000 customers, which counts the pages and the customers that it brings. */
function manyCustomers(): { readonly billing: Billing; readonly brought: number[] } {
  const brought: number[] = [];
  const billing = defineProvider({
    id: 'many',
    limits,
    handlers: {
      customers: {
        list: native(async ({ limit = 100, cursor }) => {
          const from = Number(cursor ?? 0);
          const items = Array.from({ length: Math.min(limit, CUSTOMERS - from) }, (_, index) => ({
            id: `id-${from + index}`,
            customerKey: `customer-${from + index}`,
            name: `Customer ${from + index}`,
            createdAt: '2026-01-01T00:00:00.000Z',
            metadata: {},
          }));
          brought.push(items.length);
          const next = from + items.length;
          return { items, ...(next < CUSTOMERS && { nextCursor: String(next) }) } as never;
        }),
      },
    },
  });
  return { billing, brought };
}

describe('of 10,000 customers', () => {
  const open = async () => {
    const { billing, brought } = manyCustomers();
    const choice = choiceOf(billing);
    return { brought, ...(await testServer({ surface: undefined, choice, billing })) };
  };

  it.each([
    [{}, 20],
    [{ limit: 100 }, 100],
    [{ limit: 3 }, 3],
  ])(
    'F: list_customers %j brings a page, and the provider no more than that',
    async (args, most) => {
      const { call, brought } = await open();
      const { isError, facts } = await call('list_customers', args);
      expect({ isError, facts }).toMatchObject({ isError: false });
      expect(facts.items).toHaveLength(most);
      expect(brought).toEqual([most]);
      const cursor = facts.next_cursor ?? facts.nextCursor;
      const next = await call('list_customers', { ...args, cursor });
      expect((next.facts.items as { customerKey: string }[])[0]?.customerKey).toBe(
        `customer-${most}`,
      );
      expect(brought).toEqual([most, most]);
    },
  );

  it('F: a search stops at its bound and says so', async () => {
    const { call, brought } = await open();
    const { isError, facts } = await call('search_billing', {
      query: 'nobody of this name',
      types: ['customer'],
    });
    expect(isError).toBe(false);
    expect(brought.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(700);
    expect(JSON.stringify(facts)).toContain('500');
  });
});

describe('the memory of calls', () => {
  it('F: does not grow with 10,000 calls', async () => {
    const engine = await engineWithAcme();
    const clock = manualClock(START);
    const settings = { ...SETTINGS, maxChangesPerHour: 1_000 };
    const serving = await openServing({
      choice: choiceOf(engine),
      settings,
      surface: surfaceOf(readCustomer, nameCustomer, grantCredits),
      provider: new OpenedProvider({ open: async () => engine }),
      clock,
      log: () => undefined,
    });
    const context = {
      mcpReq: { signal: new AbortController().signal, requestState: () => undefined },
    } as unknown as ToolRequest['context'];
    const request = (args: ToolRequest['args']): ToolRequest => ({
      args,
      principal: { id: 'local' },
      declared: undefined,
      context,
    });
    const sizes = () => ({
      consents: serving.consents.size,
      limits: serving.limits.size,
      rate: serving.rate.size,
      made: serving.made.size,
    });
    const round = async (from: number, to: number) => {
      for (let index = from; index < to; index += 1) {
        // A day and a bit for all of them: what is kept for a day has to go too.
        clock.moveTo(clock.now() + 30_000);
        const name = { customerKey: 'acme', name: `Acme ${index}`, idempotency_key: `k${index}` };
        const results = [
          await callTool(serving, 'read_customer', request({ customerKey: 'acme' })),
          await callTool(serving, 'name_customer', request(name)),
          await callTool(serving, 'grant_credits', request({ customerKey: 'acme', credits: '1' })),
        ];
        expect(results.map((result) => 'isError' in result && result.isError === true)).toEqual([
          false,
          false,
          false,
        ]);
      }
    };
    await round(0, 3_000);
    const before = sizes();
    await round(3_000, 3_400);
    expect(sizes()).toEqual(before);
    expect(before.consents).toBeLessThan(200);
    expect(before.rate).toBe(3);
    expect(before.made).toBeLessThan(3_000);
  });
});
