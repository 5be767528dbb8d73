import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Invoice, manualClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { describe, expect, it, onTestFinished } from 'vitest';
import { START } from '../workload/catalogue.ts';
import { allInvoices } from '../workload/picture.ts';
import { prepareFile, stepsOf, timeAfter } from '../workload/prepared-file.ts';
import { runStep } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const ROUNDS = 5;
const LATER = timeAfter(ROUNDS + 3);

/** What of a final invoice may not change: all but what is paid, offset and noted later. */
function fixedPart(invoice: Invoice) {
  const { status: _s, paymentStatus: _p, voidedAt: _v, metadata: _m, ...rest } = invoice;
  const { paymentDisputeLostAt: _d, totals, ...fixed } = rest;
  const { paid: _paid, due: _due, ...amounts } = totals;
  return { ...fixed, amounts };
}

const isFinal = ({ status }: Invoice) => status === 'finalized' || status === 'voided';

async function finalParts(billing: EmbeddedBilling) {
  return (await allInvoices(billing)).filter(isFinal).map(fixedPart);
}

async function workedEngine(): Promise<EmbeddedBilling> {
  const billing = createEmbedded({ clock: manualClock(START) });
  onTestFinished(() => billing.close());
  for (let step = 0; step < stepsOf(ROUNDS); step += 1) await runStep(billing, step);
  return billing;
}

type Call = (billing: EmbeddedBilling, invoice: Invoice) => Promise<unknown>;

const PLAN_CODES = ['monthly-arrears', 'monthly-advance', 'weekly-advance', 'weekly-arrears'];

const CALLS: Readonly<Record<string, Call>> = {
  'invoices.finalize': (billing, { id }) => billing.invoices.finalize({ invoiceId: id }),
  'invoices.update': (billing, { id }) =>
    billing.invoices.update({
      invoiceId: id,
      paymentStatus: 'succeeded',
      metadata: { checked: 'yes' },
    }),
  'invoices.void': (billing, { id }) => billing.invoices.void({ invoiceId: id }),
  'invoices.loseDispute': (billing, { id }) => billing.invoices.loseDispute({ invoiceId: id }),
  'invoices.collect': (billing, { id }) => billing.invoices.collect({ invoiceId: id }),
  'creditNotes.create': (billing, { id, fees }) =>
    billing.creditNotes.create({
      invoiceId: id,
      reason: 'other',
      items: [{ feeId: fees[0]?.id ?? '', amount: { amount: '1.00', currency: 'USD' } }],
    }),
  'customers.upsert': (billing) =>
    billing.customers.upsert({
      customerKey: 'acme',
      name: 'Other',
      timezone: 'Asia/Tokyo',
      taxCodes: [],
      paymentTermDays: 30,
    }),
  'taxes.update': (billing) => billing.taxes.update({ code: 'vat', rate: '3', name: 'Other' }),
  'taxes.delete': (billing) => billing.taxes.delete({ code: 'vat' }),
  'coupons.delete': (billing) => billing.coupons.delete({ code: 'tenth' }),
  'metrics.update': (billing) =>
    billing.metrics.update({ code: 'tokens', name: 'Other', rounding: { mode: 'ceil' } }),
  'plans.update': (billing) =>
    Promise.all(
      PLAN_CODES.map((code) =>
        billing.plans.update({ code, charges: [], price: { amount: '999.00', currency: 'USD' } }),
      ),
    ),
  'subscriptions.changePlan': (billing) =>
    billing.subscriptions.changePlan({
      subscriptionKey: 'acme-monthly',
      planCode: 'monthly-advance',
    }),
  'subscriptions.terminate': (billing) =>
    billing.subscriptions.terminate({ subscriptionKey: 'globex-monthly' }),
  'credits.terminateWallet': async (billing) => {
    const { items } = await billing.credits.listWallets({ customerKey: 'acme' });
    return billing.credits.terminateWallet({ walletId: items[0]?.id ?? '' });
  },
  'usage.record of a period that was billed': (billing) =>
    billing.usage.record({
      events: [
        {
          id: 'late',
          subscriptionKey: 'acme-monthly',
          metric: 'tokens',
          timestamp: START,
          properties: { tokens: '100000' },
        },
      ],
    }),
};

describe('a final invoice', () => {
  it.each(Object.entries(CALLS))('keeps lines and amounts through %s', async (_name, call) => {
    const billing = await workedEngine();
    const invoices = await allInvoices(billing);
    const open = invoices.findLast(
      ({ type, status, totals }) =>
        type === 'subscription' && status === 'finalized' && totals.due.amount !== '0.00',
    );
    if (open === undefined) throw new Error('The workload leaves no invoice to pay.');
    const before = await finalParts(billing);
    await call(billing, open);
    expect((await finalParts(billing)).slice(0, before.length)).toEqual(before);
    await billing.advanceTo(LATER);
    const after = await finalParts(billing);
    expect(after.length).toBeGreaterThan(before.length);
    const known = new Set(before.map(({ id }) => id));
    expect(after.filter(({ id }) => known.has(id))).toEqual(before);
    expect(billing.audit()).toEqual([]);
  });

  it.each(['refresh', 'retry'] as const)('refuses invoices.%s', async (name) => {
    const billing = await workedEngine();
    const before = await finalParts(billing);
    const invoiceId = before[0]?.id ?? '';
    await expect(billing.invoices[name]({ invoiceId })).rejects.toMatchObject({
      code: 'conflict',
      details: { state: 'finalized' },
    });
    expect(await finalParts(billing)).toEqual(before);
  });
});

const FINAL = "status = 'finalized'";

const STATEMENTS: Readonly<Record<string, string>> = {
  'new lines': `UPDATE invoices SET body = '{}' WHERE ${FINAL}`,
  'another customer': `UPDATE invoices SET customer = 'globex' WHERE ${FINAL}`,
  'another type': `UPDATE invoices SET type = 'one_off' WHERE ${FINAL} AND type = 'subscription'`,
  'another date': `UPDATE invoices SET issued = '1999-01-01' WHERE ${FINAL}`,
  'another id': `UPDATE invoices SET key = 'x' || key WHERE ${FINAL}`,
  'another number': `UPDATE invoices SET state = json_set(state, '$.number', 'INV-1') WHERE ${FINAL}`,
  'no number': `UPDATE invoices SET state = json_remove(state, '$.number') WHERE ${FINAL}`,
  'the status of a draft': `UPDATE invoices SET status = 'draft' WHERE ${FINAL}`,
  deletion: `DELETE FROM invoices WHERE ${FINAL}`,
  'replacement under its id': `INSERT OR REPLACE INTO invoices (key, customer, type, status, payment, issued, body, state)
    SELECT key, customer, type, status, payment, issued, '{}', state FROM invoices WHERE ${FINAL}`,
  'replacement of its row': `INSERT OR REPLACE INTO invoices
    SELECT seq, key, customer, type, status, payment, issued, '{}', state FROM invoices WHERE ${FINAL}`,
};

describe('SQL on the file', () => {
  it.each(Object.entries(STATEMENTS))('cannot give a final invoice %s', async (_name, sql) => {
    const file = join(temporaryFolder(), 'billing.db');
    await prepareFile(file, 2);
    const connection = new DatabaseSync(file);
    onTestFinished(() => connection.close());
    const rows = () => connection.prepare('SELECT * FROM invoices').all();
    const before = rows();
    expect(() => connection.exec(sql)).toThrow(/a final invoice (?:does not change|is not)/);
    expect(rows()).toEqual(before);
  });
});
