import type {
  CreateCouponInput,
  CreatePlanInput,
  CreditNote,
  Invoice,
  Wallet,
} from '@billport/core';
import { type EngineOnFile, engineOnFile } from './engine-on-file.ts';

/** When the world begins: in the middle of a month. */
const WORLD_START = '2026-03-16T00:00:00Z';

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** A monthly plan in arrears over one metric. */
export const proPlan = {
  code: 'pro',
  interval: 'monthly',
  timing: 'arrears',
  price: usd('31.00'),
  charges: [
    { metric: 'calls', model: 'standard', timing: 'arrears', pricing: { unitAmount: '0.5' } },
  ],
} satisfies CreatePlanInput;

/** Something of everything: what bad input is tried on. */
export interface World extends EngineOnFile {
  readonly invoice: Invoice;
  readonly paid: Invoice;
  readonly wallet: Wallet;
  readonly note: CreditNote;
}

async function createCatalog({ billing }: EngineOnFile): Promise<void> {
  await billing.taxes.create({ code: 'vat', rate: '20' });
  await billing.metrics.create({ code: 'calls', aggregation: 'count' });
  await billing.metrics.create({ code: 'gigabytes', aggregation: 'sum', property: 'gb' });
  await billing.metrics.create({ code: 'last', aggregation: 'latest', property: 'value' });
  await billing.metrics.create({ code: 'own', aggregation: 'custom' });
  await billing.plans.create(proPlan);
  await billing.plans.create({
    ...proPlan,
    code: 'own',
    charges: [{ metric: 'own', model: 'custom', timing: 'advance', pricing: {} }],
  });
  await billing.plans.create({
    ...proPlan,
    code: 'euro',
    price: { amount: '9.00', currency: 'EUR' },
  });
  const coupon: Omit<CreateCouponInput, 'code'> = {
    discount: { type: 'percentage', rate: '10' },
    frequency: { type: 'forever' },
    limit: { to: 'plans', plans: ['pro'] },
  };
  await billing.coupons.create({ ...coupon, code: 'ten' });
  await billing.coupons.create({ ...coupon, code: 'twenty' });
  await billing.coupons.create({ ...coupon, code: 'over', expiresAt: '2026-03-16T00:00:01Z' });
}

async function createCustomer({ billing }: EngineOnFile): Promise<void> {
  await billing.customers.upsert({ customerKey: 'acme', currency: 'USD', taxCodes: ['vat'] });
  await billing.customers.upsert({ customerKey: 'globex' });
  await billing.subscriptions.create({
    subscriptionKey: 'acme-pro',
    customerKey: 'acme',
    planCode: 'pro',
  });
  await billing.subscriptions.create({
    subscriptionKey: 'acme-ended',
    customerKey: 'acme',
    planCode: 'pro',
  });
  await billing.coupons.apply({ customerKey: 'acme', couponCode: 'ten' });
  const timestamp = WORLD_START;
  await billing.usage.record({
    events: [{ id: 'e1', subscriptionKey: 'acme-pro', metric: 'calls', timestamp }],
  });
}

function oneOff({ billing }: EngineOnFile): Promise<Invoice> {
  return billing.invoices.create({
    customerKey: 'acme',
    currency: 'USD',
    items: [{ name: 'Setup', unitAmount: '100.00', taxCodes: [] }],
  });
}

async function createDocuments(engine: EngineOnFile) {
  const { billing } = engine;
  const wallet = await billing.credits.createWallet({
    customerKey: 'acme',
    currency: 'USD',
    code: 'main',
  });
  await billing.credits.add({ walletId: wallet.id, kind: 'granted', credits: '10' });
  const invoice = await oneOff(engine);
  const other = await oneOff(engine);
  const paid = await billing.invoices.update({ invoiceId: other.id, paymentStatus: 'succeeded' });
  const note = await billing.creditNotes.create({
    invoiceId: paid.id,
    reason: 'other',
    items: [{ feeId: paid.fees[0]?.id ?? '', amount: usd('30.00') }],
  });
  return { wallet, invoice, paid, note };
}

/** Opens an engine on a file of its own and fills it. The clock stands an hour after its start. */
export async function openWorld(): Promise<World> {
  const engine = engineOnFile(WORLD_START);
  await createCatalog(engine);
  await createCustomer(engine);
  const documents = await createDocuments(engine);
  await engine.billing.advanceTo('2026-03-16T01:00:00Z');
  await engine.billing.subscriptions.terminate({ subscriptionKey: 'acme-ended' });
  return { ...engine, ...documents };
}
