import {
  type AppliedCoupon,
  BillingError,
  type BillingErrorCode,
  type Charge,
  type Coupon,
  type CreateCouponInput,
  type CreateMetricInput,
  type CreatePlanInput,
  type CreateSubscriptionInput,
  type CreateTaxInput,
  type CreateWalletInput,
  type Customer,
  type contract,
  currencyDigits,
  Decimal,
  type InputOf,
  type Instant,
  type Invoice,
  type Metric,
  type Money,
  type OperationId,
  type Plan,
  type RecordUsageResult,
  type Subscription,
  type Tax,
  toEpochMs,
  toInstant,
  type UpsertCustomerInput,
  type Wallet,
} from '@billport/core';
import { ensure } from './assertions.ts';
import type { ScenarioContext } from './scenario.ts';

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** An id that nothing has, in a form that any provider takes for an id. */
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** What {@link subscribe} calls. */
export const subscribing = [
  'customers.upsert',
  'metrics.create',
  'plans.create',
  'subscriptions.create',
] as const satisfies readonly OperationId[];

/** What {@link oneOff} calls. */
export const invoicing = [
  'customers.upsert',
  'invoices.create',
] as const satisfies readonly OperationId[];

/** Money of the scenario's currency; `amount` in major units. */
export function money(context: ScenarioContext, amount: string, currency?: string): Money {
  const code = currency ?? context.currency;
  return { amount: Decimal.parse(amount).toFixed(currencyDigits(code)), currency: code };
}

/** The moment `ms` milliseconds after another. */
export function after(instant: Instant, ms: number): Instant {
  return toInstant(toEpochMs(instant) + ms);
}

/** The whole second that holds the moment: providers may keep starts no finer. */
export function wholeSecond(instant: Instant): Instant {
  return toInstant(Math.floor(toEpochMs(instant) / 1000) * 1000);
}

/** Where invoices of customers go, whose own address does not matter. */
export const EMAIL = 'billing@example.com';

/**
 * What the call brings; nothing when the provider refuses it with one of the codes. Only one whose
 * operation is not native may refuse what the contract takes.
 */
export async function unlessRefused<Value>(
  { billing }: ScenarioContext,
  operation: OperationId,
  call: () => Promise<Value>,
  codes: readonly BillingErrorCode[] = ['invalid_input'],
): Promise<Value | undefined> {
  try {
    return await call();
  } catch (error) {
    const isNative = billing.capabilities[operation].level === 'native';
    if (isNative || !codes.some((code) => BillingError.is(error, code))) throw error;
    return undefined;
  }
}

/** Makes a customer who is billed in the scenario's currency. */
export function customer(
  context: ScenarioContext,
  fields: Partial<UpsertCustomerInput> = {},
): Promise<Customer> {
  return context.billing.customers.upsert({
    customerKey: context.key('customer'),
    name: 'Conformance customer',
    email: EMAIL,
    ...fields,
  });
}

/** A new customer with everything that can be said of one, beside taxes. */
export function fullCustomer(context: ScenarioContext): UpsertCustomerInput {
  return {
    customerKey: context.key('customer'),
    name: 'Société Générale d’Éléctricité 日本 🧾',
    email: 'billing+conformance@example.com',
    currency: context.currency,
    timezone: 'America/New_York',
    address: {
      line1: '1 rue de Rivoli',
      line2: 'Bâtiment B',
      city: 'Paris',
      state: 'Île-de-France',
      postalCode: '75001',
      country: 'FR',
    },
    legalName: 'SGE SA',
    taxNumber: 'FR12345678901',
    gracePeriodDays: 3,
    paymentTermDays: 30,
    metadata: { tier: 'gold', 'key with blank': 'ünïcödé', rtl: 'עברית' },
  };
}

/** Makes a metric: the sum of the property `amount`, unless told otherwise. */
export function metric(
  context: ScenarioContext,
  fields: Partial<CreateMetricInput> = {},
): Promise<Metric> {
  const sum = { aggregation: 'sum', property: 'amount', code: context.key('metric') } as const;
  const { aggregation = 'sum', ...others } = fields;
  const input =
    aggregation === 'count' || aggregation === 'custom'
      ? { code: sum.code, aggregation, ...others }
      : { ...sum, aggregation, ...others };
  return context.billing.metrics.create(input as CreateMetricInput);
}

/** A charge of the standard model, billed in arrears: `unitAmount` for each unit. */
export function standardCharge(metricCode: string, unitAmount: string): Charge {
  return { model: 'standard', timing: 'arrears', metric: metricCode, pricing: { unitAmount } };
}

/** Makes a monthly plan without a base price, billed in arrears, unless told otherwise. */
export function plan(
  context: ScenarioContext,
  fields: Partial<CreatePlanInput> = {},
): Promise<Plan> {
  return context.billing.plans.create({
    code: context.key('plan'),
    interval: 'monthly',
    timing: 'arrears',
    price: money(context, '0'),
    ...fields,
  } as CreatePlanInput);
}

/** Puts a customer on a plan, from now on. */
export function subscription(
  context: ScenarioContext,
  customerKey: string,
  planCode: string,
  fields: Partial<CreateSubscriptionInput> = {},
): Promise<Subscription> {
  return context.billing.subscriptions.create({
    subscriptionKey: context.key('subscription'),
    customerKey,
    planCode,
    ...fields,
  });
}

/** Somebody who uses something. */
export interface Subscribed {
  readonly customerKey: string;
  readonly subscriptionKey: string;
  readonly planCode: string;
  /** Code of the metric that the plan charges for. */
  readonly metric: string;
  readonly subscription: Subscription;
}

/** What {@link subscribe} makes its parts from. */
export interface SubscribedFields {
  readonly customer?: Partial<UpsertCustomerInput>;
  readonly metric?: Partial<CreateMetricInput>;
  readonly plan?: Partial<CreatePlanInput>;
  readonly subscription?: Partial<CreateSubscriptionInput>;
  /** The charge of the plan for the metric; 0.10 for each unit when absent. */
  readonly charge?: (metricCode: string) => Charge;
}

/** Makes a customer, a metric, a plan that charges for it, and the subscription. */
export async function subscribe(
  context: ScenarioContext,
  fields: SubscribedFields = {},
): Promise<Subscribed> {
  const { customerKey } = await customer(context, fields.customer);
  const { code } = await metric(context, fields.metric);
  const charge = fields.charge ?? ((metricCode: string) => standardCharge(metricCode, '0.10'));
  const made = await plan(context, { charges: [charge(code)], ...fields.plan });
  const subscribed = await subscription(context, customerKey, made.code, fields.subscription);
  await context.settle();
  const { subscriptionKey } = subscribed;
  return {
    customerKey,
    subscriptionKey,
    planCode: made.code,
    metric: code,
    subscription: subscribed,
  };
}

/** An event as callers write it. */
export type EventInput = InputOf<typeof contract.usage.record>['events'][number];

/** An event of a subscription that uses `amount` units, now. */
export function usageEvent(
  context: ScenarioContext,
  subscribed: Pick<Subscribed, 'subscriptionKey' | 'metric'>,
  amount: string,
  fields: Partial<EventInput> = {},
): EventInput {
  return {
    id: context.key('event'),
    subscriptionKey: subscribed.subscriptionKey,
    metric: subscribed.metric,
    timestamp: context.now(),
    properties: { amount },
    ...fields,
  };
}

/** Records one event for each amount and waits until they count. */
export async function use(
  context: ScenarioContext,
  subscribed: Pick<Subscribed, 'subscriptionKey' | 'metric'>,
  ...amounts: readonly string[]
): Promise<RecordUsageResult> {
  const events = amounts.map((amount) => usageEvent(context, subscribed, amount));
  const result = await context.billing.usage.record({ events });
  await context.settle();
  return result;
}

/** Makes a tax of `rate` percent. */
export function tax(
  context: ScenarioContext,
  rate: string,
  fields: Partial<CreateTaxInput> = {},
): Promise<Tax> {
  return context.billing.taxes.create({ code: context.key('tax'), rate, ...fields });
}

/** Makes a coupon of `amount` off one invoice, unless told otherwise. */
export function coupon(
  context: ScenarioContext,
  amount: string,
  fields: Partial<CreateCouponInput> = {},
): Promise<Coupon> {
  return context.billing.coupons.create({
    code: context.key('coupon'),
    discount: { type: 'fixed_amount', amount: money(context, amount) },
    frequency: { type: 'once' },
    ...fields,
  });
}

/** Gives a coupon to a customer. */
export function applied(
  context: ScenarioContext,
  customerKey: string,
  couponCode: string,
): Promise<AppliedCoupon> {
  return context.billing.coupons.apply({ customerKey, couponCode });
}

/** Makes a wallet of the scenario's currency. */
export function wallet(
  context: ScenarioContext,
  customerKey: string,
  fields: Partial<CreateWalletInput> = {},
): Promise<Wallet> {
  return context.billing.credits.createWallet({
    customerKey,
    currency: context.currency,
    name: 'Conformance wallet',
    ...fields,
  });
}

/** What {@link anyWallet} calls one of. */
export const walletSource = [
  'credits.createWallet',
  'credits.listWallets',
] as const satisfies readonly OperationId[];

/** A wallet of the customer: a new one, or the one that customers have from the start. */
export async function anyWallet(
  context: ScenarioContext,
  customerKey: string,
  currency: string = context.currency,
): Promise<Wallet> {
  if (context.billing.supports('credits.createWallet')) {
    return wallet(context, customerKey, { currency });
  }
  const [first] = (await context.billing.credits.listWallets({ customerKey })).items;
  ensure(first, 'the customer has no wallet, and none can be made');
  return first;
}

/** Makes a one-off invoice with one line for each price. */
export async function oneOff(
  context: ScenarioContext,
  customerKey: string,
  ...prices: readonly string[]
): Promise<Invoice> {
  const made = await context.billing.invoices.create({
    customerKey,
    currency: context.currency,
    items: prices.map((unitAmount, index) => ({ name: `Line ${index + 1}`, unitAmount })),
  });
  await context.settle();
  return made;
}
