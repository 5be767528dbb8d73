import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getInvoice } from './get-invoice.ts';

describe('get_invoice', () => {
  it('R5: brings one by number or id, with its lines and why it costs what it does', async () => {
    const call = await withAcme(testCall());
    await call.advanceTo('2026-04-02T00:00:00Z');
    const [listed] = (await call.engine.invoices.list({ customerKey: 'acme' })).items;
    for (const invoice of [listed?.id, listed?.number]) {
      const { facts } = await read(getInvoice, { invoice }, call);
      expect(facts.invoice).toMatchObject({
        number: listed?.number,
        customerKey: 'acme',
        fees: [
          { type: 'subscription', amount: '20.00 USD' },
          { type: 'charge', units: '3' },
        ],
        totals: {
          fees: '21.50 USD',
          coupons: '5.38 USD',
          prepaidCredits: '15.00 USD',
          due: '1.12 USD',
        },
      });
    }
  });

  it('R5: says how to search for one that there is not', async () => {
    const refusal = await refusalOf(read(getInvoice, { invoice: 'INV-9' }, testCall()));
    expect(refusal.code).toBe('not_found');
    expect(refusal.options.next).toContain('search_billing');
  });
});
