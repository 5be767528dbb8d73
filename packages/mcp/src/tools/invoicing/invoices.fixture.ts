import type { Invoice } from '@billport/core';
import { type TestCall, testCall, withAcme } from '../tool-call.fixture.ts';

/** Acme with the final invoice of March, 21.50 USD, and the way to it. */
export async function withInvoice(): Promise<TestCall & { readonly invoice: Invoice }> {
  const call = await withAcme(testCall());
  const { engine } = call;
  await engine.coupons.delete({ code: 'spring' });
  for (const { id } of (await engine.credits.listWallets()).items) {
    await engine.credits.terminateWallet({ walletId: id });
  }
  await call.advanceTo('2026-04-01T00:00:00Z');
  const [invoice] = (await engine.invoices.list({ customerKey: 'acme' })).items;
  if (invoice === undefined) throw new Error('the month was not billed');
  return { ...call, invoice };
}

/** Acme, whose invoices stay drafts, with the draft of March. */
export async function withDraft(): Promise<TestCall & { readonly invoice: Invoice }> {
  const call = await withAcme(testCall());
  await call.engine.customers.upsert({ customerKey: 'acme', gracePeriodDays: 10 });
  await call.advanceTo('2026-04-01T00:00:00Z');
  const [invoice] = (await call.engine.invoices.list({ status: 'draft' })).items;
  if (invoice === undefined) throw new Error('there is no draft');
  return { ...call, invoice };
}
