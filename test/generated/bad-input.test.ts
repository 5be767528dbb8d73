import { BillingError, type BillingErrorCode, type Charge, pathText } from '@billport/core';
import type { EmbeddedBilling } from '@billport/embedded';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, proPlan, usd, type World } from './billing-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.dispose());

interface BadInput {
  readonly title: string;
  /** What comes before the call, and may change the state. */
  readonly prepare?: (world: World) => PromiseLike<unknown>;
  readonly call: (world: World) => PromiseLike<unknown>;
  readonly code: BillingErrorCode;
  /** Where the mistake is, as one would write it; absent where the whole object is in the way. */
  readonly path?: string;
  /** What the caller is told to do. */
  readonly wayOut: RegExp;
}

type Input<
  Port extends keyof EmbeddedBilling,
  Name extends string,
> = EmbeddedBilling[Port] extends {
  [Key in Name]: (input: infer Given, ...rest: never[]) => unknown;
}
  ? Given
  : never;

/** An input that TypeScript refuses, as JavaScript callers write it. */
const wrong = <Given>(input: unknown) => input as Given;

const charge = proPlan.charges[0] as Charge;
const plan = (changes: object) => (given: World) =>
  given.billing.plans.create(
    wrong<Input<'plans', 'create'>>({ ...proPlan, code: 'new', ...changes }),
  );
const planWith = (...charges: object[]) => plan({ charges });
const event = (changes: object) => (given: World) =>
  given.billing.usage.record({
    events: [
      wrong({
        id: 'e2',
        subscriptionKey: 'acme-pro',
        metric: 'calls',
        timestamp: '2026-03-16T00:30:00Z',
        ...changes,
      }),
    ],
  });
const subscription = (changes: object) => (given: World) =>
  given.billing.subscriptions.create({
    subscriptionKey: 'new',
    customerKey: 'acme',
    planCode: 'pro',
    ...changes,
  });
const note = (changes: object) => (given: World) =>
  given.billing.creditNotes.create({
    invoiceId: given.invoice.id,
    reason: 'other',
    items: [{ feeId: given.invoice.fees[0]?.id ?? '', amount: usd('10.00') }],
    ...changes,
  });
const add = (credits: string) => (given: World) =>
  given.billing.credits.add({ walletId: given.wallet.id, kind: 'granted', credits });
const tiersTo = (...bounds: (string | null)[]) => bounds.map((upTo) => ({ upTo, unitAmount: '1' }));

const schemaCases: BadInput[] = [
  {
    title: 'an unknown field',
    call: ({ billing }) =>
      billing.customers.upsert(wrong({ customerKey: 'acme', nickname: 'Roadrunner' })),
    code: 'invalid_input',
    path: 'nickname',
    wayOut: /nickname/,
  },
  {
    title: 'an unknown field deep inside',
    call: planWith({ ...charge, pricing: { unitAmount: '1', unitPrice: '2' } }),
    code: 'invalid_input',
    path: 'charges[0].pricing.unitPrice',
    wayOut: /unitPrice/,
  },
  {
    title: 'a float as an amount',
    call: plan({ price: { amount: 31.5, currency: 'USD' } }),
    code: 'invalid_input',
    path: 'price.amount',
    wayOut: /Write amounts .* as decimal strings/,
  },
  {
    title: 'a float as a quantity of credits',
    call: ({ billing, wallet }) =>
      billing.credits.add(wrong({ walletId: wallet.id, kind: 'granted', credits: 0.1 })),
    code: 'invalid_input',
    path: 'credits',
    wayOut: /Write amounts and quantities as decimal strings/,
  },
  {
    title: 'an amount of dollars with three digits',
    call: plan({ price: usd('31.005') }),
    code: 'invalid_input',
    path: 'price.amount',
    wayOut: /Write USD with exactly 2 digits/,
  },
  {
    title: 'an amount of yen with digits behind the point',
    call: plan({ price: { amount: '31.00', currency: 'JPY' }, charges: [] }),
    code: 'invalid_input',
    path: 'price.amount',
    wayOut: /Write JPY with exactly 0 digits/,
  },
  {
    title: 'a currency that does not exist',
    call: plan({ price: { amount: '31.00', currency: 'usd' } }),
    code: 'invalid_input',
    path: 'price.currency',
    wayOut: /Write an ISO 4217 currency/,
  },
  {
    title: 'a page of no items',
    call: ({ billing }) => billing.invoices.list({ limit: 0 }),
    code: 'invalid_input',
    path: 'limit',
    wayOut: /1/,
  },
  {
    title: 'a page of 101 items',
    call: ({ billing }) => billing.invoices.list({ limit: 101 }),
    code: 'invalid_input',
    path: 'limit',
    wayOut: /100/,
  },
  {
    title: 'a moment without a zone',
    call: event({ timestamp: '2026-03-16T00:30:00' }),
    code: 'invalid_input',
    path: 'events[0].timestamp',
    wayOut: /Write a moment as ISO 8601 with a zone/,
  },
  {
    title: 'a day that does not exist',
    call: event({ timestamp: '2026-02-30T00:00:00Z' }),
    code: 'invalid_input',
    path: 'events[0].timestamp',
    wayOut: /Write a moment as ISO 8601/,
  },
];

const planCases: BadInput[] = [
  {
    title: 'tiers that overlap',
    call: planWith({
      ...charge,
      model: 'graduated',
      pricing: { tiers: tiersTo('10', '10', null) },
    }),
    code: 'invalid_input',
    path: 'charges[0].pricing.tiers[1].upTo',
    wayOut: /must be above 10/,
  },
  {
    title: 'a last tier that is not open',
    call: planWith({ ...charge, model: 'graduated', pricing: { tiers: tiersTo('10', '20') } }),
    code: 'invalid_input',
    path: 'charges[0].pricing.tiers[1].upTo',
    wayOut: /write null/,
  },
  {
    title: 'an open tier in the middle',
    call: planWith({ ...charge, model: 'volume', pricing: { tiers: tiersTo(null, null) } }),
    code: 'invalid_input',
    path: 'charges[0].pricing.tiers[0].upTo',
    wayOut: /write a bound/,
  },
  {
    title: 'a charge without its price',
    call: planWith({ ...charge, pricing: {} }),
    code: 'invalid_input',
    path: 'charges[0].pricing.unitAmount',
    wayOut: /unitAmount/,
  },
  {
    title: 'a charge for an unknown metric',
    call: planWith({ ...charge, metric: 'nothing' }),
    code: 'not_found',
    path: 'charges[0].metric',
    wayOut: /create it first/,
  },
  {
    title: 'two charges with one code',
    call: planWith(charge, charge),
    code: 'invalid_input',
    path: 'charges[1].code',
    wayOut: /give one of them a code of its own/,
  },
  {
    title: 'a charge minimum in another currency',
    call: planWith({ ...charge, minimum: { amount: '5.00', currency: 'EUR' } }),
    code: 'invalid_input',
    path: 'charges[0].minimum.currency',
    wayOut: /Write USD/,
  },
  {
    title: 'a usage threshold in another currency',
    call: plan({ usageThresholds: [{ amount: { amount: '5.00', currency: 'EUR' } }] }),
    code: 'invalid_input',
    path: 'usageThresholds[0].amount.currency',
    wayOut: /Write USD/,
  },
  {
    title: 'a minimum commitment in another currency',
    call: plan({ minimumCommitment: { amount: { amount: '5.00', currency: 'EUR' } } }),
    code: 'invalid_input',
    path: 'minimumCommitment.amount.currency',
    wayOut: /Write USD/,
  },
  {
    title: 'volume prices in advance',
    call: planWith({
      ...charge,
      model: 'volume',
      timing: 'advance',
      pricing: { tiers: tiersTo(null) },
    }),
    code: 'invalid_input',
    path: 'charges[0].model',
    wayOut: /Expected 'standard' \| 'graduated'/,
  },
  {
    title: 'proration of a metric that does not recur',
    call: planWith({ ...charge, metric: 'gigabytes', prorated: true }),
    code: 'invalid_input',
    path: 'charges[0].prorated',
    wayOut: /make the metric recurring or leave prorated out/,
  },
  {
    title: 'a percentage of a latest value',
    call: planWith({ ...charge, metric: 'last', model: 'percentage', pricing: { rate: '2' } }),
    code: 'invalid_input',
    path: 'charges[0].model',
    wayOut: /use standard or graduated/,
  },
  {
    title: 'events of a latest metric in advance',
    call: planWith({ ...charge, metric: 'last', timing: 'advance' }),
    code: 'invalid_input',
    path: 'charges[0].timing',
    wayOut: /use arrears/,
  },
  {
    title: 'dynamic prices of a count',
    call: planWith({ ...charge, model: 'dynamic', pricing: {} }),
    code: 'invalid_input',
    path: 'charges[0].model',
    wayOut: /prices the events of a sum metric/,
  },
  {
    title: 'a least price of an event above its greatest',
    call: planWith({
      ...charge,
      model: 'percentage',
      pricing: { rate: '2', minimumPerEvent: '3', maximumPerEvent: '2' },
    }),
    code: 'invalid_input',
    path: 'charges[0].pricing.maximumPerEvent',
    wayOut: /Write at least minimumPerEvent/,
  },
  {
    title: 'a plan code that is taken',
    call: plan({ code: 'pro' }),
    code: 'already_exists',
    wayOut: /Update it, or choose another key/,
  },
  {
    title: 'deletion of a plan in use',
    call: ({ billing }) => billing.plans.delete({ code: 'pro' }),
    code: 'conflict',
    wayOut: /move or terminate it first/,
  },
  {
    title: 'removal of a charge that the plan has not',
    call: ({ billing }) => billing.plans.update({ code: 'pro', removeCharges: ['nothing'] }),
    code: 'not_found',
    path: 'removeCharges[0]',
    wayOut: /name one of/i,
  },
  {
    title: 'another currency for a plan in use',
    call: ({ billing }) =>
      billing.plans.update({
        code: 'pro',
        price: { amount: '5.00', currency: 'EUR' },
      }),
    code: 'conflict',
    wayOut: /Create another plan/,
  },
  {
    title: 'deletion of a metric in use',
    call: ({ billing }) => billing.metrics.delete({ code: 'calls' }),
    code: 'conflict',
    wayOut: /remove that charge or delete the plan first/,
  },
  {
    title: 'an expression that cannot be read',
    call: ({ billing }) =>
      billing.metrics.create({
        code: 'new',
        aggregation: 'sum',
        property: 'x',
        expression: 'round(',
      }),
    code: 'invalid_input',
    path: 'expression',
    wayOut: /Expected \) at character 6/,
  },
];

const usageCases: BadInput[] = [
  {
    title: 'an event without the property of its metric',
    call: event({ metric: 'gigabytes', properties: { mb: '5' } }),
    code: 'invalid_input',
    path: 'events[0].properties.gb',
    wayOut: /send it with the event/,
  },
  {
    title: 'an event whose property is no number',
    call: event({ metric: 'gigabytes', properties: { gb: '1e3' } }),
    code: 'invalid_input',
    path: 'events[0].properties.gb',
    wayOut: /write a plain decimal number/,
  },
  {
    title: 'an event for an unknown metric',
    call: event({ metric: 'nothing' }),
    code: 'not_found',
    path: 'events[0].metric',
    wayOut: /create it first/,
  },
  {
    title: 'an event for an unknown subscription',
    call: event({ subscriptionKey: 'nobody' }),
    code: 'not_found',
    path: 'events[0].subscriptionKey',
    wayOut: /create it first/,
  },
  {
    title: 'an event from before the subscription',
    call: event({ timestamp: '2026-03-15T23:59:59.999Z' }),
    code: 'invalid_input',
    path: 'events[0].timestamp',
    wayOut: /send events from 20\d\d-/,
  },
  {
    title: 'an event from after the end of the subscription',
    call: event({ subscriptionKey: 'acme-ended', timestamp: '2026-03-16T02:00:00Z' }),
    code: 'invalid_input',
    path: 'events[0].timestamp',
    wayOut: /send events from .* to 20\d\d-/,
  },
  {
    title: 'other content under the id of an event',
    call: event({ id: 'e1', properties: { changed: 'yes' } }),
    code: 'conflict',
    path: 'events[0].id',
    wayOut: /use a new one/,
  },
  {
    title: 'one bad event among good ones',
    call: ({ billing }) =>
      billing.usage.record({
        events: ['calls', 'nothing'].map((metric) => ({
          id: metric,
          subscriptionKey: 'acme-pro',
          metric,
          timestamp: '2026-03-16T00:30:00Z',
        })),
      }),
    code: 'not_found',
    path: 'events[1].metric',
    wayOut: /create it first/,
  },
  {
    title: 'no events',
    call: ({ billing }) => billing.usage.record({ events: [] }),
    code: 'invalid_input',
    path: 'events',
    wayOut: /1/,
  },
  {
    title: 'current usage of an ended subscription',
    call: ({ billing }) => billing.usage.current({ subscriptionKey: 'acme-ended' }),
    code: 'conflict',
    wayOut: /See usage\.past/,
  },
];

const subscriptionCases: BadInput[] = [
  {
    title: 'a subscription of an unknown customer',
    call: subscription({ customerKey: 'nobody' }),
    code: 'not_found',
    wayOut: /check the key, or create it first/,
  },
  {
    title: 'a subscription to an unknown plan',
    call: subscription({ planCode: 'nothing' }),
    code: 'not_found',
    wayOut: /check the key, or create it first/,
  },
  {
    title: 'a plan whose custom metric has no function',
    call: subscription({ planCode: 'own' }),
    code: 'invalid_input',
    path: 'planCode',
    wayOut: /pass one to createEmbedded as customAggregations/,
  },
  {
    title: 'a key that is taken',
    call: subscription({ subscriptionKey: 'acme-pro' }),
    code: 'already_exists',
    wayOut: /Use changePlan/,
  },
  {
    title: 'an end before the start',
    call: subscription({ startAt: '2026-05-01T00:00:00Z', endingAt: '2026-04-01T00:00:00Z' }),
    code: 'invalid_input',
    path: 'endingAt',
    wayOut: /Write a moment after the start/,
  },
  {
    title: 'a plan in another currency',
    call: subscription({ planCode: 'euro' }),
    code: 'conflict',
    wayOut: /Use that currency, or another customer/,
  },
  {
    title: 'a threshold in another currency',
    call: subscription({ usageThresholds: [{ amount: { amount: '5.00', currency: 'EUR' } }] }),
    code: 'invalid_input',
    path: 'usageThresholds[0].amount.currency',
    wayOut: /Write USD/,
  },
  {
    title: 'a new start of a subscription that has started',
    call: ({ billing }) =>
      billing.subscriptions.update({
        subscriptionKey: 'acme-pro',
        startAt: '2026-05-01T00:00:00Z',
      }),
    code: 'conflict',
    wayOut: /leave its start as it is, or terminate it and create another/,
  },
  {
    title: 'a change of plan after the end',
    call: ({ billing }) =>
      billing.subscriptions.changePlan({ subscriptionKey: 'acme-ended', planCode: 'pro' }),
    code: 'conflict',
    wayOut: /create a new one/,
  },
  {
    title: 'another currency for a customer who is billed',
    call: ({ billing }) => billing.customers.upsert({ customerKey: 'acme', currency: 'EUR' }),
    code: 'conflict',
    path: 'currency',
    wayOut: /Create another customer/,
  },
  {
    title: 'an unknown tax of a customer',
    call: ({ billing }) => billing.customers.upsert({ customerKey: 'acme', taxCodes: ['no'] }),
    code: 'not_found',
    path: 'taxCodes[0]',
    wayOut: /create it first/,
  },
];

const creditCases: BadInput[] = [
  ...['0', '-1', '0.000'].map(
    (credits): BadInput => ({
      title: `${credits} credits`,
      call: add(credits),
      code: 'invalid_input',
      path: 'credits',
      wayOut: /Write a plain decimal number above zero/,
    }),
  ),
  {
    title: 'more credits than can be counted',
    call: add('9'.repeat(41)),
    code: 'invalid_input',
    path: 'credits',
    wayOut: /Write fewer credits/,
  },
  {
    title: 'credits that are worth less than a cent',
    call: add('0.001'),
    code: 'invalid_input',
    path: 'credits',
    wayOut: /Write more credits/,
  },
  {
    title: 'more credits taken out than there are',
    call: ({ billing, wallet }) => billing.credits.void({ walletId: wallet.id, credits: '10.01' }),
    code: 'insufficient_credits',
    wayOut: /holds 10 .* take out at most that/,
  },
  {
    title: 'a wallet code that is taken',
    call: ({ billing }) =>
      billing.credits.createWallet({ customerKey: 'acme', currency: 'USD', code: 'main' }),
    code: 'already_exists',
    wayOut: /Update it, or choose another code/,
  },
  {
    title: 'a wallet in another currency',
    call: ({ billing }) => billing.credits.createWallet({ customerKey: 'acme', currency: 'EUR' }),
    code: 'conflict',
    wayOut: /Use that currency, or another customer/,
  },
  {
    title: 'a wallet that has expired',
    call: ({ billing, wallet }) =>
      billing.credits.updateWallet({ walletId: wallet.id, expiresAt: '2026-03-01T00:00:00Z' }),
    code: 'invalid_input',
    path: 'expiresAt',
    wayOut: /Write a moment in the future/,
  },
  {
    title: 'two coupons over one plan',
    call: ({ billing }) => billing.coupons.apply({ customerKey: 'acme', couponCode: 'twenty' }),
    code: 'conflict',
    path: 'couponCode',
    wayOut: /remove that one first/,
  },
  {
    title: 'a coupon that has expired',
    call: ({ billing }) => billing.coupons.apply({ customerKey: 'globex', couponCode: 'over' }),
    code: 'conflict',
    path: 'couponCode',
    wayOut: /apply another one, or move expiresAt/,
  },
  {
    title: 'other terms for a coupon that a customer has',
    call: ({ billing }) => billing.coupons.update({ code: 'ten', frequency: { type: 'once' } }),
    code: 'conflict',
    path: 'frequency',
    wayOut: /Create another coupon/,
  },
];

const documentCases: BadInput[] = [
  {
    title: 'a credit note above what is left of the fee',
    call: ({ billing, paid }) =>
      billing.creditNotes.create({
        invoiceId: paid.id,
        reason: 'other',
        items: [{ feeId: paid.fees[0]?.id ?? '', amount: usd('70.01') }],
      }),
    code: 'invalid_input',
    path: 'items[0].amount',
    wayOut: /70\.00/,
  },
  {
    title: 'a credit note over one fee twice, above what is left',
    call: (given) =>
      note({
        items: ['60.00', '40.01'].map((amount) => ({
          feeId: given.invoice.fees[0]?.id ?? '',
          amount: usd(amount),
        })),
      })(given),
    code: 'invalid_input',
    path: 'items[1].amount',
    wayOut: /100\.00/,
  },
  {
    title: 'a refund of what was not paid',
    call: note({ refund: usd('10.00') }),
    code: 'invalid_input',
    path: 'refund',
    wayOut: /At most 0\.00 was paid/,
  },
  {
    title: 'parts of a credit note that do not add up',
    call: note({ credit: usd('9.00'), offset: usd('2.00') }),
    code: 'invalid_input',
    path: 'credit',
    wayOut: /must add up to 10\.00/,
  },
  {
    title: 'a credit note in another currency',
    call: note({ offset: { amount: '1.00', currency: 'EUR' } }),
    code: 'invalid_input',
    path: 'offset.currency',
    wayOut: /Write USD/,
  },
  {
    title: "a credit note over another invoice's fee",
    call: (given) =>
      note({ items: [{ feeId: given.paid.fees[0]?.id ?? '', amount: usd('1.00') }] })(given),
    code: 'not_found',
    wayOut: /fee/,
  },
  {
    title: 'a void of a paid invoice',
    call: ({ billing, paid }) => billing.invoices.void({ invoiceId: paid.id }),
    code: 'conflict',
    wayOut: /credit note/,
  },
  {
    title: 'an invoice in a currency of nobody',
    call: ({ billing }) =>
      billing.invoices.create({
        customerKey: 'acme',
        currency: 'EUR',
        items: [{ name: 'Setup', unitAmount: '1.00' }],
      }),
    code: 'conflict',
    wayOut: /Use that currency, or another customer/,
  },
  {
    title: 'an item with more digits than the currency has',
    call: ({ billing }) =>
      billing.invoices.create({
        customerKey: 'acme',
        currency: 'USD',
        items: [{ name: 'Setup', unitAmount: '1.005' }],
      }),
    code: 'invalid_input',
    path: 'items[0].unitAmount',
    wayOut: /2 digits/,
  },
  {
    title: 'a cursor that is none',
    call: ({ billing }) => billing.invoices.list({ cursor: 'none' }),
    code: 'invalid_input',
    path: 'cursor',
    wayOut: /pass the `nextCursor` of a page of the same list/,
  },
  {
    title: 'the cursor of another list',
    call: async ({ billing }) => {
      const { nextCursor = '' } = await billing.metrics.list({ limit: 1 });
      return billing.usage.listEvents({ cursor: nextCursor });
    },
    code: 'invalid_input',
    path: 'cursor',
    wayOut: /of the same list/,
  },
  {
    title: 'the cursor of a list of the same form',
    call: async ({ billing }) => {
      const { nextCursor = '' } = await billing.metrics.list({ limit: 1 });
      return billing.plans.list({ cursor: nextCursor });
    },
    code: 'invalid_input',
    path: 'cursor',
    wayOut: /of the same list/,
  },
  {
    title: 'an idempotency key with another input',
    prepare: ({ billing, wallet }) =>
      billing.credits.add(
        { walletId: wallet.id, kind: 'granted', credits: '1' },
        { idempotencyKey: 'used' },
      ),
    call: ({ billing, wallet }) =>
      billing.credits.add(
        { walletId: wallet.id, kind: 'granted', credits: '2' },
        { idempotencyKey: 'used' },
      ),
    code: 'conflict',
    wayOut: /Use a new key for each thing you do/,
  },
  {
    title: 'an idempotency key that is empty',
    call: ({ billing, wallet }) =>
      billing.credits.add(
        { walletId: wallet.id, kind: 'granted', credits: '1' },
        { idempotencyKey: '' },
      ),
    code: 'invalid_input',
    path: 'options.idempotencyKey',
    wayOut: /Write 1 to 255 characters/,
  },
];

async function refusal(call: PromiseLike<unknown>): Promise<BillingError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BillingError.is(error)) throw new Error(`Not refused with a BillingError: ${error}`);
  return error;
}

describe.each([
  ['schemas', schemaCases],
  ['plans and metrics', planCases],
  ['usage', usageCases],
  ['subscriptions and customers', subscriptionCases],
  ['credits and coupons', creditCases],
  ['documents, pages and keys', documentCases],
])('bad input: %s', (_, cases) => {
  test.each(cases)('$title is refused and changes nothing', async (bad) => {
    await bad.prepare?.(world);
    const before = world.dump();
    const error = await refusal(bad.call(world));
    expect(error.code).toBe(bad.code);
    expect(error.message).toMatch(bad.wayOut);
    expect(error.provider).toBe('embedded');
    if (bad.path !== undefined) {
      expect((error.issues ?? []).map(({ path }) => pathText(path))).toContain(bad.path);
    }
    expect(world.dump()).toBe(before);
    expect(world.billing.audit()).toEqual([]);
  });
});
