import { startPaigo } from '@billport/emulator';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { selectProvider } from 'billport';
import { expect, it, onTestFinished } from 'vitest';
import { createServerFactory, readSettings } from '../../../packages/mcp/src/index.ts';

const START = '2026-03-01T00:00:00Z';

/** The server on an emulated Paigo, as the environment tells of it, with all toolsets. */
async function openPaigo() {
  const emulator = await startPaigo({ startAt: START, frozen: true });
  const serving = createServerFactory({
    choice: selectProvider({
      BILLING_PROVIDER: 'paigo',
      PAIGO_API_URL: emulator.url,
      PAIGO_TOKEN_URL: emulator.tokenUrl,
      PAIGO_CLIENT_ID: 'emulated',
      PAIGO_CLIENT_SECRET: 'emulated',
    }),
    settings: readSettings({ BILLING_MCP_TOOLSETS: 'all' }),
  });
  const client = new Client({ name: 'test', version: '1' });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  await (await serving.factory({ era: 'legacy' })).connect(serverSide);
  await client.connect(clientSide as never);
  onTestFinished(async () => {
    await client.close();
    await serving.close();
    await emulator.close();
  });
  return async (name: string, args: Record<string, unknown> = {}) => {
    const { isError, structuredContent } = await client.callTool({ name, arguments: args });
    const facts = (structuredContent ?? {}) as { error?: Record<string, unknown> };
    return { isError: isError === true, facts, client };
  };
}

const COUPON = {
  code: 'half',
  discount: { type: 'percentage', rate: '50' },
  frequency: { type: 'once' },
};

it('R6: what Paigo has none of is not listed, and what it has is', async () => {
  const call = await openPaigo();
  const { client } = await call('list_customers');
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).not.toContain('save_coupon');
  expect(names).not.toContain('apply_coupon');
  expect(names).toContain('add_credits');
  expect(names).toContain('write_operation');
});

it.each([
  ['apply_coupon', { customer: 'acme', coupon: 'half' }],
  ['applycoupon', { external_customer_id: 'acme', coupon_code: 'half' }],
  ['save_coupon', COUPON],
])('R6: %s on Paigo is a failure of the call that changes nothing', async (name, args) => {
  const call = await openPaigo();
  const { isError, facts } = await call(name, args);
  expect(isError).toBe(true);
  expect(facts.error).toMatchObject({
    code: 'unsupported',
    changed: 'no',
    retryable: false,
    message: expect.stringMatching(/\w/),
    next: expect.stringMatching(/\w/),
  });
});

it.each([
  ['read_operation', { operation: 'coupons.list' }],
  ['write_operation', { operation: 'coupons.create', input: COUPON, dry_run: false }],
  [
    'write_operation',
    {
      operation: 'coupons.apply',
      input: { customerKey: 'acme', couponCode: 'half' },
      dry_run: false,
    },
  ],
])('R6: through %s it is typed: Paigo has none, and what is nearest', async (name, args) => {
  const call = await openPaigo();
  const { isError, facts } = await call(name, args);
  expect(isError).toBe(true);
  expect(facts.error).toMatchObject({ code: 'unsupported', changed: 'no', retryable: false });
  const { message, next } = facts.error as { message: string; next: string };
  expect(message).toMatch(/paigo/i);
  expect(message).toContain(args.operation);
  expect(next).toMatch(/credits|price|plan|offering/i);
});
