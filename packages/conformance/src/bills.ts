import type { InputField, Invoice, OperationId } from '@billport/core';
import { ensure } from './assertions.ts';
import {
  after,
  DAY,
  metric,
  money,
  oneOff,
  standardCharge,
  subscribe,
  subscribing,
  use,
  wallet,
} from './fixtures.ts';
import type { ScenarioContext } from './scenario.ts';

/** What it takes to use something and get the invoice for it. */
export const billing: readonly OperationId[] = [
  ...subscribing,
  'usage.record',
  'subscriptions.terminate',
  'invoices.list',
];

/** Only where invoices can be asked for by their subscription are they known to bill it. */
const BY_SUBSCRIPTION: InputField = 'invoices.list.subscriptionKey';

/**
 * What the way from usage to its invoice takes: a provider that cannot be told whether the end of
 * a subscription is invoiced does not promise that it is.
 */
export const billingFields: readonly InputField[] = [
  BY_SUBSCRIPTION,
  'subscriptions.terminate.finalInvoice',
];

/**
 * What it takes to wait for the invoice of a period: a provider that cannot be told where periods
 * begin does not tell where the current one ends.
 */
export const periodFields: readonly InputField[] = [
  BY_SUBSCRIPTION,
  'subscriptions.create.billingTime',
];

/** Every invoice of a subscription, oldest first. */
export async function invoicesOf(
  context: ScenarioContext,
  subscriptionKey: string,
): Promise<Invoice[]> {
  const found: Invoice[] = [];
  for await (const invoice of context.billing.invoices.list({ subscriptionKey })) {
    found.unshift(invoice);
  }
  return found;
}

/** The only invoice of a subscription. */
export async function onlyInvoiceOf(
  context: ScenarioContext,
  subscriptionKey: string,
): Promise<Invoice> {
  const [invoice, ...others] = await invoicesOf(context, subscriptionKey);
  ensure(invoice, `no invoice was made for ${subscriptionKey}`);
  ensure(others.length === 0, `${others.length + 1} invoices instead of one`);
  return invoice;
}

/** Ends the subscription and brings the invoice of what it used. */
export async function finalInvoice(
  context: ScenarioContext,
  subscriptionKey: string,
): Promise<Invoice> {
  await context.billing.subscriptions.terminate({ subscriptionKey });
  await context.settle();
  return onlyInvoiceOf(context, subscriptionKey);
}

/** A fee of the invoice by its place. */
export function feeAt(invoice: Invoice, index: number): Invoice['fees'][number] {
  const fee = invoice.fees[index];
  ensure(fee, `the invoice has no fee ${index + 1}`);
  return fee;
}

/** Ends the subscription and brings its latest invoice. */
export async function lastInvoice(
  context: ScenarioContext,
  subscriptionKey: string,
): Promise<Invoice> {
  await context.billing.subscriptions.terminate({ subscriptionKey });
  await context.settle();
  const last = (await invoicesOf(context, subscriptionKey)).at(-1);
  ensure(last, 'no invoice was made');
  return last;
}

/** Moves past the end of the period that holds the present, and brings the invoices until then. */
export async function closePeriod(
  context: ScenarioContext,
  subscriptionKey: string,
): Promise<Invoice[]> {
  const { currentPeriod } = await context.billing.subscriptions.get({ subscriptionKey });
  ensure(currentPeriod, 'an active subscription has no current period');
  await context.advanceTo(after(currentPeriod.to, DAY));
  return invoicesOf(context, subscriptionKey);
}

/** A subscription with usage of 100.00 to be billed, without taxes. */
export async function usedHundred(context: ScenarioContext) {
  const subscribed = await subscribe(context);
  await use(context, subscribed, '1000');
  return subscribed;
}

/** What {@link twoCharges} calls beside {@link billing}. */
export const twoChargesNeeds: readonly OperationId[] = [...billing, 'plans.update'];

/** A subscription with usage of 100.00 by one metric and of 50.00 by another. */
export async function twoCharges(context: ScenarioContext) {
  const subscribed = await subscribe(context);
  const { code: other } = await metric(context);
  const charges = [standardCharge(other, '0.10')];
  await context.billing.plans.update({ code: subscribed.planCode, charges });
  await context.settle();
  await use(context, subscribed, '1000');
  await use(context, { ...subscribed, metric: other }, '500');
  return { ...subscribed, other };
}

/** Puts `credits` into a wallet of the customer. */
export async function grant(
  context: ScenarioContext,
  customerKey: string,
  credits: string,
  fields = {},
) {
  const { id: walletId } = await wallet(context, customerKey, fields);
  await context.billing.credits.add({ walletId, kind: 'granted', credits });
  await context.settle();
  return walletId;
}

/** Gives back `amount` of the first line of a one-off invoice over 100.00. */
export async function creditOf(context: ScenarioContext, customerKey: string, amount: string) {
  const invoice = await oneOff(context, customerKey, '100');
  const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, amount) }];
  const note = await context.billing.creditNotes.create({
    invoiceId: invoice.id,
    reason: 'other',
    items,
  });
  await context.settle();
  return note;
}

/** What is left in a wallet. */
export async function balanceOf(context: ScenarioContext, walletId: string) {
  await context.settle();
  return (await context.billing.credits.getWallet({ walletId })).balance;
}
