import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded } from '../create-embedded.ts';
import type { Collector } from './collect.ts';

async function setUp(collect: Collector) {
  const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z'), collect });
  await billing.customers.upsert({ customerKey: 'acme' });
  const { id } = await billing.invoices.create({
    customerKey: 'acme',
    currency: 'USD',
    items: [{ name: 'Set-up', unitAmount: '10' }],
  });
  return { billing, invoiceId: id };
}

describe('invoices.collect', () => {
  it('records what the collector answers', async () => {
    const { billing, invoiceId } = await setUp(async () => 'succeeded');
    const paid = await billing.invoices.collect({ invoiceId });
    expect(paid).toMatchObject({ paymentStatus: 'succeeded', totals: { due: { amount: '0.00' } } });
    expect(billing.capabilities['invoices.collect']).toEqual({ level: 'native' });
  });

  it('asks once for a key, and brings the first result again', async () => {
    let calls = 0;
    const { billing, invoiceId } = await setUp(async () => {
      calls += 1;
      return 'succeeded';
    });
    const options = { idempotencyKey: 'pay-1' };
    const first = await billing.invoices.collect({ invoiceId }, options);
    expect(await billing.invoices.collect({ invoiceId }, options)).toEqual(first);
    expect(calls).toBe(1);
  });

  it('lets a payment that succeeded meanwhile stand', async () => {
    const { billing, invoiceId } = await setUp(async () => {
      await billing.invoices.update({ invoiceId, paymentStatus: 'succeeded' });
      return 'failed';
    });
    expect(await billing.invoices.collect({ invoiceId })).toMatchObject({
      paymentStatus: 'succeeded',
    });
  });

  it('says so when money moved that could not be recorded', async () => {
    const { billing, invoiceId } = await setUp(async () => {
      await billing.invoices.void({ invoiceId });
      return 'succeeded';
    });
    await expect(billing.invoices.collect({ invoiceId })).rejects.toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
    });
  });

  it.each<[string, Collector]>([
    [
      'fails',
      async () => {
        throw new Error('card declined');
      },
    ],
    ['answers something else', async () => ({ status: 'succeeded' }) as never],
  ])('does not take it for nothing when the collector %s', async (_what, collector) => {
    const { billing, invoiceId } = await setUp(collector);
    await expect(billing.invoices.collect({ invoiceId })).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    const invoice = await billing.invoices.get({ invoiceId });
    expect(invoice.paymentStatus).toBe('pending');
  });
});
