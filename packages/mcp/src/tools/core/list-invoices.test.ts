import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { toResult } from '../../answers/to-result.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { listInvoices } from './list-invoices.ts';

async function withInvoices(): Promise<ReturnType<typeof testCall>> {
  const call = await withAcme(testCall());
  await call.engine.customers.upsert({ customerKey: 'beta', currency: 'EUR' });
  await call.engine.invoices.create({
    customerKey: 'beta',
    currency: 'EUR',
    items: [
      { name: 'Setup', unitAmount: '0.1' },
      { name: 'Hours', unitAmount: '0.2' },
    ],
  });
  await call.advanceTo('2026-04-02T00:00:00Z');
  return call;
}

const customersOf = (items: unknown) =>
  (items as { customerKey: string }[]).map(({ customerKey }) => customerKey);

describe('list_invoices', () => {
  it('R2: lists amounts as decimal text with their currency', async () => {
    const { facts } = await read(listInvoices, { customer: 'beta' }, await withInvoices());
    expect(facts.items).toMatchObject([
      { customerKey: 'beta', total: '0.30 EUR', due: '0.30 EUR' },
    ]);
  });

  it('R4: holds every filter', async () => {
    const call = await withInvoices();
    const list = async (args: object) =>
      customersOf((await read(listInvoices, args, call)).facts.items);
    expect(await list({})).toEqual(['acme', 'beta']);
    expect(await list({ customer: 'Acme Corp' })).toEqual(['acme']);
    expect(await list({ subscription: 'acme-pro' })).toEqual(['acme']);
    expect(await list({ type: 'one_off' })).toEqual(['beta']);
    expect(await list({ status: 'draft' })).toEqual([]);
    expect(await list({ paymentStatus: 'succeeded' })).toEqual([]);
    expect(await list({ issuedTo: '2026-04-01' })).toEqual(['beta']);
    expect(await list({ issuedFrom: '2026-04-01' })).toEqual(['acme']);
  });

  it('T: answers with 20 invoices in at most 2,000 tokens', async () => {
    const call = await withInvoices();
    for (let index = 0; index < 25; index++) {
      await call.engine.invoices.create({
        customerKey: 'beta',
        currency: 'EUR',
        items: [{ name: 'Hours', unitAmount: '1234.5' }],
      });
    }
    const answer = await read(listInvoices, {}, call);
    expect(answer.facts.items).toHaveLength(20);
    expect(answer.next).toContain('nextCursor');
    const [block] = toResult(answer, { detailed: false, pii: 'full' }).content;
    expect(encode((block as { text: string }).text).length).toBeLessThanOrEqual(2000);
  });
});
