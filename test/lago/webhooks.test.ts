import type { BillingEvent, BillingEventType } from '@billport/core';
import { type LagoEmulator, startLago } from '@billport/emulator';
import { createLago, createWebhookParser } from '@billport/lago';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveWebhooks, type WebhookReceiver } from './webhook-receiver.ts';

const HMAC_KEY = 'hmac-key-of-the-organization';
const START = '2026-01-15T12:00:00Z';
const ALGORITHMS = ['jwt', 'hmac'] as const;

/** Room for a signature over any body of these tests. */
const ROOM = 1024 * 1024;

let emulator: LagoEmulator;
let receiver: WebhookReceiver;

const lagoAt = () =>
  createLago({
    url: emulator.url,
    apiKey: 'key',
    environment: {},
    clock: emulator.state.clock,
  });

const parserBy = (algorithm: (typeof ALGORITHMS)[number]) =>
  algorithm === 'hmac'
    ? createWebhookParser({ algorithm, hmacKey: HMAC_KEY, environment: {} })
    : createWebhookParser({ url: emulator.url, apiKey: 'key', environment: {} });

async function receiveBy(algorithm: (typeof ALGORITHMS)[number], maxHeaderSize?: number) {
  receiver = await receiveWebhooks(parserBy(algorithm), maxHeaderSize);
  await lagoAt().client.request('POST', '/webhook_endpoints', {
    body: { webhook_endpoint: { webhook_url: receiver.url, signature_algo: algorithm } },
  });
}

/** The latest event of a type. */
function latest<Type extends BillingEventType>(type: Type) {
  const is = (event: BillingEvent): event is Extract<BillingEvent, { type: Type }> =>
    event.type === type;
  const event = receiver.events.filter(is).at(-1);
  if (event === undefined) throw new Error(`No ${type} came.`);
  return event;
}

const USD = (amount: string) => ({ amount, currency: 'USD' });

/** A customer on a plan with usage, a wallet, and signs that Rails escapes. */
async function openAccount() {
  const lago = lagoAt();
  await lago.customers.upsert({ customerKey: 'acme', name: 'A&B <Söhne> \u2028', currency: 'USD' });
  await lago.metrics.create({ code: 'calls', aggregation: 'count' });
  await lago.plans.create({
    code: 'pro',
    interval: 'monthly',
    timing: 'arrears',
    price: USD('20.00'),
    charges: [
      { metric: 'calls', model: 'standard', timing: 'arrears', pricing: { unitAmount: '0.5' } },
    ],
  });
  await lago.subscriptions.create({
    subscriptionKey: 'seat',
    customerKey: 'acme',
    planCode: 'pro',
  });
  return lago;
}

beforeEach(async () => {
  emulator = await startLago({
    startAt: START,
    frozen: true,
    hmacKey: HMAC_KEY,
    webhookWaitsMs: [0, 0],
  });
});

afterEach(async () => {
  await receiver.close();
  await emulator.close();
});

describe.each(ALGORITHMS)('webhooks that are signed by %s', (algorithm) => {
  beforeEach(() => receiveBy(algorithm, ROOM));

  it('tell what get tells of customers, metrics, plans and subscriptions', async () => {
    const lago = await openAccount();
    await emulator.settle();
    expect(receiver.refusals).toEqual([]);
    const customer = latest('customer.created');
    expect(customer.object).toEqual(await lago.customers.get(customer.subject));
    const metric = latest('metric.created');
    expect(metric.object).toEqual(await lago.metrics.get(metric.subject));
    const plan = latest('plan.created');
    expect(plan.object).toEqual(await lago.plans.get(plan.subject));
    const subscription = latest('subscription.started');
    expect(subscription.object).toEqual(await lago.subscriptions.get(subscription.subject));
  });

  it('tell what get tells of an invoice but the codes of charges, which stand in the plan', async () => {
    const lago = await openAccount();
    await lago.usage.record({
      events: [{ id: 'e1', subscriptionKey: 'seat', metric: 'calls', timestamp: START }],
    });
    await emulator.advanceTo('2026-02-01T00:00:00Z');
    await emulator.settle();
    const { subject, object } = latest('invoice.finalized');
    const invoice = await lago.invoices.get(subject);
    expect(invoice.fees.some(({ chargeCode }) => chargeCode !== undefined)).toBe(true);
    const fees = invoice.fees.map(({ chargeCode, model, ...fee }) => fee);
    expect(object).toEqual({ ...invoice, fees });
    expect(object?.totals.fees).toEqual(USD('11.47'));
  });

  it('tell of credits with their wallet, and name an invoice that they paid', async () => {
    const lago = await openAccount();
    const wallet = await lago.credits.createWallet({
      customerKey: 'acme',
      name: 'Prepaid',
      currency: 'USD',
      creditValue: '1',
    });
    await lago.credits.add({ walletId: wallet.id, kind: 'granted', credits: '100' });
    await emulator.settle();
    expect(latest('wallet.created').subject).toEqual({ walletId: wallet.id });
    const { items } = await lago.credits.listTransactions({ walletId: wallet.id });
    expect(items).toContainEqual(latest('credit_transaction.created').object);

    await emulator.advanceTo('2026-02-01T00:00:00Z');
    await emulator.settle();
    const { subject, object } = latest('invoice.finalized');
    expect(object).toBeUndefined();
    const { prepaidCredits } = await lago.invoices.get(subject);
    expect(prepaidCredits).toMatchObject([{ walletId: wallet.id }]);
  });

  it('tell of usage that nobody pays for', async () => {
    const lago = await openAccount();
    await lago.client.request('POST', '/events', {
      body: { event: { transaction_id: 'e9', external_subscription_id: 'seat', code: 'gone' } },
    });
    await emulator.settle();
    const { reasons } = latest('usage.rejected').object ?? { reasons: [] };
    expect(reasons).toEqual([expect.objectContaining({ field: 'metric', eventIds: ['e9'] })]);
  });

  it('come with the same key again: after a failure, and twice for once', async () => {
    const lago = lagoAt();
    receiver.failures.push(500, 302);
    await lago.customers.upsert({ customerKey: 'acme' });
    await emulator.settle();
    expect(emulator.webhookDeliveries()[0]).toMatchObject({
      uniqueKey: latest('customer.created').deduplicationKey,
      answers: [500, 302, 204],
    });

    emulator.injectFault({ kind: 'duplicate_webhook' });
    await lago.customers.upsert({ customerKey: 'globex' });
    await emulator.settle();
    const keys = receiver.events.slice(-2).map(({ deduplicationKey }) => deduplicationKey);
    expect(receiver.events).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });
});

describe('a signature by JWT', () => {
  const charges = Array.from({ length: 40 }, (_, each) => ({
    metric: 'calls',
    code: `calls-${each}`,
    name: 'n'.repeat(255),
    model: 'standard' as const,
    timing: 'arrears' as const,
    pricing: { unitAmount: '0.5' },
  }));

  // The whole body stands in it, so that it grows out of the 16 KiB that Node has for headers.
  it.each([
    ['is too long for Node as it is', undefined, 431],
    ['is taken with more room for headers', ROOM, 204],
  ] as const)('over a long body %s', async (_, room, answer) => {
    await receiveBy('jwt', room);
    const lago = lagoAt();
    await lago.metrics.create({ code: 'calls', aggregation: 'count' });
    const price = USD('1.00');
    await lago.plans.create({
      code: 'long',
      interval: 'monthly',
      timing: 'arrears',
      price,
      charges,
    });
    await emulator.settle();
    const delivery = emulator.webhookDeliveries().at(-1);
    expect(delivery?.webhookType).toBe('plan.created');
    expect(delivery?.answers.at(-1)).toBe(answer);
    const taken = receiver.events.find(({ type }) => type === 'plan.created');
    expect(taken === undefined).toBe(answer === 431);
  });
});
