import type { Billing, Invoice } from '@billport/core';

/** Balances of the active wallets of a customer. */
export async function creditBalance(billing: Billing, customerKey: string) {
  const { items } = await billing.credits.listWallets({ customerKey, status: 'active' });
  return items.map(({ balance }) => balance.amount);
}

/** What a number of events at a moment cost on a plan, tried on a customer of its own; undefined without the plan. */
export async function unitsCost(
  billing: Billing,
  planCode: string,
  units: number,
  at: string,
): Promise<string | undefined> {
  const { items } = await billing.plans.list();
  const plan = items.find(({ code }) => code === planCode);
  if (plan === undefined) return undefined;
  const [customerKey, subscriptionKey] = ['probe', 'probe'];
  await billing.customers.upsert({ customerKey, currency: plan.price.currency });
  await billing.subscriptions.create({ subscriptionKey, customerKey, planCode });
  const events = Array.from({ length: units }, (_, index) => ({
    id: `probe-${index}`,
    subscriptionKey,
    metric: 'api_calls',
    timestamp: at,
  }));
  await billing.usage.record({ events });
  return (await billing.usage.current({ subscriptionKey })).amount.amount;
}

/** Subscriptions of a customer, each as `plan status`, sorted. */
export async function plansOf(billing: Billing, customerKey: string): Promise<readonly string[]> {
  const { items } = await billing.subscriptions.list({ customerKey, limit: 100 });
  return items.map(({ planCode, status }) => `${planCode} ${status}`).sort();
}

/** Invoices of a customer, newest first. */
export async function invoicesOf(
  billing: Billing,
  customerKey: string,
): Promise<readonly Invoice[]> {
  return (await billing.invoices.list({ customerKey, limit: 100 })).items;
}

/** Every invoice of the account. */
export async function allInvoices(billing: Billing): Promise<Invoice[]> {
  const all: Invoice[] = [];
  for await (const invoice of billing.invoices.list()) all.push(invoice);
  return all;
}
