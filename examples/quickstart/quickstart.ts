/**
 * Onboard a customer, meter, give credits, invoice: written once against the contract, and run as it
 * is on every provider.
 */
import type { Billing, Instant, Invoice, Warning } from '@billport/core';

/** What the example is run with. */
export interface QuickstartRun {
  readonly billing: Billing;
  /** Ends every key, so that two runs on one account do not meet. */
  readonly run: string;
  /** When the events happened. */
  readonly usedAt: Instant;
  /** When they are recorded: at once, or a moment later where time can be moved. */
  readonly recordedAt: Instant;
  /** When the month is over and billed. */
  readonly monthEnd: Instant;
  /** Moves time; absent where nobody can, as in an account that is none of an emulator. */
  readonly advanceTo?: ((instant: Instant) => Promise<void>) | undefined;
  readonly print: (line: string) => void;
}

type Printed = Pick<QuickstartRun, 'print'>;

/** A line, and below it what the provider does in another way. */
function tell({ print }: Printed, line: string, result: { warnings?: readonly Warning[] }): void {
  print(line);
  for (const { code, field, message } of result.warnings ?? []) {
    print(`  ~ ${code}${field === undefined ? '' : ` ${field}`}: ${message}`);
  }
}

/** A metric that counts and one that adds up, and a plan that charges for both. */
async function createPlan(context: QuickstartRun): Promise<string> {
  const { billing, run } = context;
  const [requests, tokens] = [`requests-${run}`, `tokens-${run}`];
  tell(context, 'Metrics:', await billing.metrics.create({ code: requests, aggregation: 'count' }));
  await billing.metrics.create({
    code: tokens,
    aggregation: 'sum',
    property: 'tokens',
    rounding: { mode: 'ceil' },
  });
  const plan = await billing.plans.create({
    code: `pro-${run}`,
    name: 'Pro',
    interval: 'monthly',
    timing: 'advance',
    price: { amount: '20.00', currency: 'USD' },
    charges: [
      {
        metric: tokens,
        name: 'Tokens',
        model: 'graduated',
        timing: 'arrears',
        pricing: {
          tiers: [
            { upTo: '10000', unitAmount: '0.001' },
            { upTo: null, unitAmount: '0.0005' },
          ],
        },
      },
      {
        metric: requests,
        name: 'Requests',
        model: 'package',
        timing: 'arrears',
        pricing: { amount: '0.50', size: '10' },
      },
    ],
  });
  tell(context, `Plan ${plan.name}: ${plan.price.amount} ${plan.price.currency} a month`, plan);
  return plan.code;
}

/** A customer on the plan. */
async function onboard(context: QuickstartRun, planCode: string) {
  const { billing, run } = context;
  const customer = await billing.customers.upsert({
    customerKey: `acme-${run}`,
    name: 'Acme Inc.',
    email: 'billing@acme.example',
    currency: 'USD',
  });
  tell(context, `Customer ${customer.name}`, customer);
  const subscription = await billing.subscriptions.create({
    subscriptionKey: `acme-pro-${run}`,
    customerKey: customer.customerKey,
    planCode,
  });
  tell(context, `Subscription is ${subscription.status}`, subscription);
  return { customerKey: customer.customerKey, subscriptionKey: subscription.subscriptionKey };
}

/** 25 requests of 600 tokens, one of them sent twice: it counts once. */
async function use(context: QuickstartRun, subscriptionKey: string): Promise<void> {
  const { billing, run, usedAt, recordedAt, advanceTo } = context;
  await advanceTo?.(recordedAt);
  const events = Array.from({ length: 25 }, (_, index) => index).flatMap((index) => [
    {
      id: `request-${index}`,
      subscriptionKey,
      metric: `requests-${run}`,
      timestamp: usedAt,
    },
    {
      id: `tokens-${index}`,
      subscriptionKey,
      metric: `tokens-${run}`,
      timestamp: usedAt,
      properties: { tokens: 600 },
    },
  ]);
  const recorded = await billing.usage.record({ events });
  tell(context, `Recorded ${recorded.recorded} events`, recorded);
  const usage = await billing.usage.current({ subscriptionKey });
  tell(context, `Used so far: ${usage.amount.amount} ${usage.amount.currency}`, usage);
  for (const { chargeCode, units, amount } of usage.charges) {
    context.print(`  ${chargeCode.replace(`-${run}`, '')}: ${units} = ${amount.amount}`);
  }
}

/** Credits: a wallet of their own, or the one that every customer has. */
async function giveCredits(context: QuickstartRun, customerKey: string): Promise<void> {
  const { billing } = context;
  const { credits } = billing;
  if (!billing.supports('credits.createWallet')) {
    context.print(`No new wallet: ${billing.capabilities['credits.createWallet'].note}`);
  }
  const wallet = billing.supports('credits.createWallet')
    ? await credits.createWallet({ customerKey, currency: 'USD', name: 'Welcome' })
    : (await credits.listWallets({ customerKey })).items[0];
  if (wallet === undefined) throw new Error('The customer has no wallet.');
  const added = await credits.add({ walletId: wallet.id, kind: 'granted', credits: '5' });
  tell(context, `Added ${added.credits} credits, worth ${added.amount.amount}`, added);
}

function printInvoice({ print }: Printed, invoice: Invoice): void {
  const { total, due } = invoice.totals;
  print(`Invoice, ${invoice.type}: total ${total.amount}, due ${due.amount} ${due.currency}`);
  for (const { units, amount } of invoice.fees) {
    if (amount.amount !== '0.00') print(`  ${units} = ${amount.amount}`);
  }
}

/** An invoice of its own, for what no plan charges. */
async function invoiceSetup(context: QuickstartRun, customerKey: string): Promise<void> {
  const { billing } = context;
  const setup = await billing.invoices.create({
    customerKey,
    currency: 'USD',
    items: [{ name: 'Set-up', unitAmount: '49.00' }],
  });
  tell(context, `Invoiced ${setup.fees[0]?.name}: ${setup.totals.fees.amount}`, setup);
}

/** All invoices, once the month is over. */
async function printInvoices(context: QuickstartRun, customerKey: string): Promise<void> {
  const { billing, advanceTo, monthEnd } = context;
  await advanceTo?.(monthEnd);
  const page = await billing.invoices.list({ customerKey });
  tell(context, 'Invoices:', page);
  for (const each of page.items.toReversed()) printInvoice(context, each);
}

/** The whole example. */
export async function quickstart(context: QuickstartRun): Promise<void> {
  const planCode = await createPlan(context);
  const { customerKey, subscriptionKey } = await onboard(context, planCode);
  await use(context, subscriptionKey);
  await invoiceSetup(context, customerKey);
  await giveCredits(context, customerKey);
  await printInvoices(context, customerKey);
}
