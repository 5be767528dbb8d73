import { type ManualClock, manualClock } from '@billport/core';
import { onTestFinished } from 'vitest';
import {
  type TestServer,
  type TestServerOptions,
  testServer,
} from '../../../packages/mcp/src/server/test-server.fixture.ts';
import { TOOLSETS } from '../../../packages/mcp/src/tools/tool.ts';
import {
  type TestCall,
  testCall,
  withAcme,
} from '../../../packages/mcp/src/tools/tool-call.fixture.ts';
import type { AccountIds } from './changes.ts';

/** An account with something for every tool to change, and a server of all tools on it. */
export interface OpenedAccount extends TestServer {
  readonly account: TestCall;
  readonly ids: AccountIds;
  /** The clock of the server. The account has its own, which stands at the same moment. */
  readonly clock: ManualClock;
  /** Operations that changed something since the server was there, in order. */
  readonly written: string[];
}

async function fill(account: TestCall): Promise<AccountIds> {
  const { engine } = await withAcme(account);
  await engine.metrics.create({ code: 'unused', name: 'Not used', aggregation: 'count' });
  await engine.plans.create({
    code: 'team',
    name: 'Team',
    interval: 'monthly',
    price: { amount: '40.00', currency: 'USD' },
    timing: 'advance',
    charges: [],
  });
  await engine.coupons.create({
    code: 'ten-off',
    name: 'Ten off',
    discount: { type: 'fixed_amount', amount: { amount: '10.00', currency: 'USD' } },
    frequency: { type: 'once' },
  });
  await engine.customers.upsert({ customerKey: 'acme', gracePeriodDays: 10 });
  await account.advanceTo('2026-04-02T00:00:00Z');
  const invoiced = (unitAmount: string) =>
    engine.invoices.create({
      customerKey: 'acme',
      currency: 'USD',
      items: [{ name: 'Work', unitAmount }],
    });
  const [open, paid, noted] = [
    await invoiced('30.00'),
    await invoiced('40.00'),
    await invoiced('50.00'),
  ];
  for (const { id } of [paid, noted]) {
    await engine.invoices.update({ invoiceId: id, paymentStatus: 'succeeded' });
  }
  const [fee] = noted.fees ?? [];
  if (fee === undefined) throw new Error('the invoice has no fee');
  const note = await engine.creditNotes.create({
    invoiceId: noted.id,
    reason: 'other',
    items: [{ feeId: fee.id, amount: { amount: '10.00', currency: 'USD' } }],
    credit: { amount: '10.00', currency: 'USD' },
  });
  const [draft] = (await engine.invoices.list({ status: 'draft' })).items;
  const [wallet] = (await engine.credits.listWallets()).items;
  const [applied] = (await engine.coupons.listApplied()).items;
  if (!draft || !wallet || !applied) throw new Error('the account is not filled');
  return {
    draft: draft.id,
    open: open.id,
    paid: paid.id,
    creditNote: note.id,
    wallet: wallet.id,
    appliedCoupon: applied.id,
  };
}

/** Opens it: a client without a way to ask a person, unless the options say otherwise. */
export async function openAccount(options: TestServerOptions = {}): Promise<OpenedAccount> {
  const account = testCall();
  const ids = await fill(account);
  const written: string[] = [];
  const clock = manualClock(account.clock.now());
  const server = await testServer({
    surface: undefined,
    clock,
    engine: account.engine,
    ...options,
    settings: { toolsets: TOOLSETS, ...options.settings },
    watch: (call) => {
      if (call.operation.effect !== 'read') written.push(call.operation.id);
      return options.watch?.(call);
    },
  });
  onTestFinished(async () => {
    await server.client.close();
    await server.close();
  });
  return { ...server, account, ids, clock, written };
}
