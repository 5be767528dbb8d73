import { BillingError, type BillingErrorCode } from '@billport/core';
import { ensure, hasFields, refuses, same } from '../assertions.ts';
import { feeAt } from '../bills.ts';
import type { Fault } from '../faulty-fetch.ts';
import {
  anyWallet,
  customer,
  EMAIL,
  metric,
  money,
  oneOff,
  plan,
  standardCharge,
  subscribe,
  subscribing,
  subscription,
  usageEvent,
  walletSource,
} from '../fixtures.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';

/** Faults that pass by themselves: a call that may be sent again gets through. */
const passing: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfterSeconds: 0 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'reset', sent: true },
];

/** Replies that are no replies: a read says so instead of making something up. */
const malformed: readonly Fault[] = [{ kind: 'html' }, { kind: 'empty' }, { kind: 'wrong_schema' }];

/** Faults after which nobody knows whether the service did the work. */
const lost: readonly Fault[] = [
  { kind: 'reset', sent: true },
  { kind: 'status', status: 502, sent: true },
  { kind: 'status', status: 504, sent: true },
];

/** A time limit that a silent service runs into. */
const TIME_LIMIT = 250;

function words(fault: Fault): string {
  const status = fault.kind === 'status' ? ` ${fault.status}` : '';
  const sent = 'sent' in fault && fault.sent ? ' after the request was served' : '';
  return `${fault.kind}${status}${sent}`;
}

/** Requests sent during the call, whatever came of it. */
async function requestsOf(context: ScenarioContext, call: () => Promise<unknown>): Promise<number> {
  const before = context.faults.requests();
  await call();
  return context.faults.requests() - before;
}

/** Requests that the call takes when nothing goes wrong. */
async function undisturbed(context: ScenarioContext, call: () => PromiseLike<unknown>) {
  return requestsOf(context, async () => {
    await call();
  });
}

const reads: readonly Scenario[] = [
  {
    operation: 'customers.get',
    title: 'gets through faults that pass by themselves',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey, name } = await customer(context);
      for (const fault of passing) {
        context.faults.inject(fault);
        const found = await context.billing.customers.get({ customerKey });
        hasFields(found, { customerKey, name }, `the customer after ${words(fault)}`);
        same(context.faults.clear(), 0, `faults that no request met (${words(fault)})`);
      }
    },
  },
  {
    operation: 'customers.get',
    title: 'gives up on a fault that stays, and says what it was',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const stays = (fault: Fault) => context.faults.inject(...Array(50).fill(fault));
      const cases: readonly [Fault, readonly BillingErrorCode[]][] = [
        [{ kind: 'status', status: 503 }, ['unavailable']],
        [{ kind: 'status', status: 429, retryAfterSeconds: 0 }, ['rate_limited']],
        [{ kind: 'reset' }, ['network']],
        [{ kind: 'status', status: 401 }, ['unauthenticated']],
        [{ kind: 'status', status: 403 }, ['forbidden', 'feature_not_enabled']],
      ];
      for (const [fault, codes] of cases) {
        stays(fault);
        const call = () => context.billing.customers.get({ customerKey });
        await refuses(codes, call, words(fault));
        ensure(context.faults.clear() > 0, `${words(fault)}: it tried 50 times`);
      }
    },
  },
  {
    operation: 'customers.get',
    title: 'takes a page, an empty reply and another form for malformed',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      for (const fault of malformed) {
        context.faults.inject(fault, fault, fault, fault, fault);
        const call = () => context.billing.customers.get({ customerKey });
        await refuses('malformed_response', call, words(fault));
        context.faults.clear();
      }
    },
  },
  {
    operation: 'customers.get',
    title: 'ends after its time limit when the service is silent',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      context.faults.inject({ kind: 'silence' });
      const options = { timeoutMs: TIME_LIMIT };
      const call = () => context.billing.customers.get({ customerKey }, options);
      const error = await refuses('timeout', call, 'a silent service');
      same(error.retryable, true, 'whether a time limit may be tried again');
    },
  },
  {
    operation: 'customers.get',
    title: 'ends when the caller gives up on a silent service',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      context.faults.inject({ kind: 'silence' });
      const caller = new AbortController();
      const call = context.billing.customers.get({ customerKey }, { signal: caller.signal });
      caller.abort();
      await refuses('aborted', () => call, 'a caller who gave up');
    },
  },
  {
    operation: 'customers.get',
    title: 'does not follow a redirect to another origin',
    needs: ['customers.upsert'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const redirect: Fault = { kind: 'redirect', to: 'https://elsewhere.example/customers' };
      context.faults.inject(redirect, redirect, redirect, redirect, redirect);
      const call = () => context.billing.customers.get({ customerKey });
      await refuses(['malformed_response', 'network', 'unavailable'], call, 'a redirect');
      same(context.faults.strayRequests(), 0, 'requests to the other origin');
    },
  },
];

/** Lets this many requests through. */
function passes(count: number): Fault[] {
  return Array<Fault>(count).fill({ kind: 'pass' });
}

/** What the call brings; nothing when it says that the outcome is unknown. */
async function unlessUnknown<Value>(call: () => PromiseLike<Value>): Promise<Value | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!BillingError.is(error, 'outcome_unknown')) throw error;
    return undefined;
  }
}

/**
 * Calls once undisturbed, then once for each of its requests with the reply to that one lost.
 * Each call either is done, since the request was a question and was asked again, or since it
 * found out that its work was done; or it says that the outcome is unknown and leaves it at that.
 * Returns how many calls it made.
 */
async function losingEachReply(
  context: ScenarioContext,
  call: () => PromiseLike<unknown>,
  fault: Fault,
): Promise<number> {
  const usual = await undisturbed(context, call);
  for (let before = 0; before < usual; before++) {
    context.faults.inject(...passes(before), fault);
    await unlessUnknown(call);
    // What the first call had to ask for, later ones may know.
    const unmet = context.faults.clear();
    ensure(before > 0 || unmet === 0, `${words(fault)}: no request met it`);
  }
  return usual + 1;
}

/** A thing that is made under a key of the caller. */
interface Keyed extends Pick<Scenario, 'needs'> {
  readonly operation: 'metrics.create' | 'plans.create' | 'subscriptions.create';
  /** Makes what it takes, and brings what makes one of a key, and the keys that there are. */
  prepare(context: ScenarioContext): Promise<{
    create(key: string): Promise<object>;
    keys(): AsyncIterable<string>;
  }>;
}

async function* codesOf(items: AsyncIterable<{ code: string }>): AsyncGenerator<string> {
  for await (const { code } of items) yield code;
}

const keyed: readonly Keyed[] = [
  {
    operation: 'metrics.create',
    needs: ['metrics.list'],
    prepare: async (context) => ({
      create: (code) => metric(context, { code }),
      keys: () => codesOf(context.billing.metrics.list({ limit: 100 })),
    }),
  },
  {
    operation: 'plans.create',
    needs: ['metrics.create', 'plans.list'],
    async prepare(context) {
      const { code: metricCode } = await metric(context);
      const charges = [standardCharge(metricCode, '1')];
      return {
        create: (code) => plan(context, { code, charges }),
        keys: () => codesOf(context.billing.plans.list({ limit: 100 })),
      };
    },
  },
  {
    operation: 'subscriptions.create',
    needs: ['customers.upsert', 'plans.create', 'subscriptions.list'],
    async prepare(context) {
      const { code: planCode } = await plan(context);
      return {
        async create(subscriptionKey) {
          const { customerKey } = await customer(context, { customerKey: `${subscriptionKey}-c` });
          return subscription(context, customerKey, planCode, { subscriptionKey });
        },
        async *keys() {
          const all = context.billing.subscriptions.list({ planCode, limit: 100 });
          for await (const { subscriptionKey } of all) yield subscriptionKey;
        },
      };
    },
  },
];

/** Whether the call was done; not when it says that there is one of this key. */
async function unlessThere(call: () => PromiseLike<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (!BillingError.is(error, 'already_exists')) throw error;
    return false;
  }
}

const keyedScenarios = keyed.map(
  ({ operation, needs = [], prepare }): Scenario => ({
    operation,
    title: 'of which any reply was lost can be repeated, and makes one',
    needs,
    needsFaults: true,
    async run(context) {
      const { create, keys } = await prepare(context);
      const usual = await undisturbed(context, () => create(context.key('key')));
      for (let before = 0; before < usual; before++) {
        const key = context.key('key');
        context.faults.inject(...passes(before), { kind: 'reset', sent: true });
        const made = await unlessUnknown(() => create(key));
        context.faults.clear();
        await context.settle();
        const again = await unlessThere(() => create(key));
        ensure(made === undefined || !again, `it is made twice (reply ${before + 1} was lost)`);
        await context.settle();
        const found: string[] = [];
        for await (const each of keys()) if (each === key) found.push(each);
        same(found, [key], `those of the key (reply ${before + 1} was lost)`);
      }
    },
  }),
);

const writes: readonly Scenario[] = [
  {
    operation: 'customers.upsert',
    title: 'is sent again after a lost reply, since a repeat changes nothing more',
    needs: ['customers.get'],
    needsFaults: true,
    async run(context) {
      for (const fault of lost) {
        const customerKey = context.key('customer');
        context.faults.inject(fault);
        const input = { customerKey, name: 'Once', email: EMAIL };
        const made = await context.billing.customers.upsert(input);
        hasFields(made, { customerKey, name: 'Once' }, `the customer after ${words(fault)}`);
        context.faults.clear();
        await context.settle();
        await context.billing.customers.get({ customerKey });
      }
    },
  },
  {
    operation: 'usage.record',
    title: 'counts an event once of which any reply was lost, when it is sent again',
    needs: [...subscribing, 'usage.listEvents'],
    limits: { deduplication: ['id', 'id_and_timestamp'] },
    needsFaults: true,
    async run(context) {
      const subscribed = await subscribe(context);
      const { subscriptionKey } = subscribed;
      const { record, listEvents } = context.billing.usage;
      const recordOne = () => record({ events: [usageEvent(context, subscribed, '1')] });
      const usual = await undisturbed(context, recordOne);
      for (const fault of lost) {
        for (let before = 0; before < usual; before++) {
          const events = [usageEvent(context, subscribed, '1')];
          context.faults.inject(...passes(before), fault);
          await unlessUnknown(() => record({ events }));
          context.faults.clear();
          await context.settle();
          const { results } = await record({ events });
          const states = ['recorded', 'duplicate'];
          ensure(states.includes(results[0]?.status ?? ''), `it is ${results[0]?.status}`);
          await context.settle();
          const [event] = events;
          const { items } = await listEvents({ subscriptionKey });
          same(items.filter(({ id }) => id === event?.id).length, 1, 'events of this id');
        }
      }
    },
  },
  {
    operation: 'credits.add',
    title: 'whose reply is lost finds out or says that it is unknown, and is not sent twice',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    limits: { idempotencyKeys: false },
    needsFaults: true,
    async run(context) {
      for (const fault of lost) {
        const { customerKey } = await customer(context);
        const { id: walletId } = await anyWallet(context, customerKey);
        const add = () => context.billing.credits.add({ walletId, kind: 'granted', credits: '5' });
        const calls = await losingEachReply(context, add, fault);
        await context.settle();
        const { balance } = await context.billing.credits.getWallet({ walletId });
        same(balance, money(context, String(5 * calls)), `the balance after ${calls} calls`);
      }
    },
  },
  {
    operation: 'credits.add',
    title: 'never says that it is done when its request was lost',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    limits: { idempotencyKeys: false },
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await anyWallet(context, customerKey);
      const add = () => context.billing.credits.add({ walletId, kind: 'granted', credits: '5' });
      let done = 1;
      const usual = await undisturbed(context, add);
      for (let before = 0; before < usual; before++) {
        // Nobody can tell a request that was lost from one whose reply was: both end in a 502.
        context.faults.inject(...passes(before), { kind: 'status', status: 502 });
        if ((await unlessUnknown(add)) !== undefined) done += 1;
        context.faults.clear();
      }
      await context.settle();
      const { balance } = await context.billing.credits.getWallet({ walletId });
      same(balance, money(context, String(5 * done)), `the balance after ${done} calls were done`);
    },
  },
  {
    operation: 'invoices.create',
    title: 'whose reply is lost finds out or says that it is unknown, and is not sent twice',
    needs: ['customers.upsert', 'invoices.list'],
    limits: { idempotencyKeys: false },
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const { currency } = context;
      const items = [{ name: 'Line', unitAmount: '1' }];
      const make = () => context.billing.invoices.create({ customerKey, currency, items });
      const calls = await losingEachReply(context, make, { kind: 'reset', sent: true });
      await context.settle();
      const { items: made } = await context.billing.invoices.list({ customerKey });
      same(made.length, calls, `invoices after ${calls} calls`);
    },
  },
  {
    operation: 'creditNotes.create',
    title: 'whose reply is lost finds out or says that it is unknown, and is not sent twice',
    needs: ['customers.upsert', 'invoices.create', 'creditNotes.list'],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const invoice = await oneOff(context, customerKey, '100');
      const { id: invoiceId } = invoice;
      const items = [{ feeId: feeAt(invoice, 0).id, amount: money(context, '1') }];
      const give = () => context.billing.creditNotes.create({ invoiceId, reason: 'other', items });
      const calls = await losingEachReply(context, give, { kind: 'reset', sent: true });
      await context.settle();
      const { items: made } = await context.billing.creditNotes.list({ invoiceId });
      same(made.length, calls, `credit notes after ${calls} calls`);
    },
  },
  {
    operation: 'credits.add',
    title: 'that never left says so, and can be repeated',
    needs: ['customers.upsert', 'credits.getWallet'],
    needsAny: [walletSource],
    needsFaults: true,
    async run(context) {
      const { customerKey } = await customer(context);
      const { id: walletId } = await anyWallet(context, customerKey);
      const add = () => context.billing.credits.add({ walletId, kind: 'granted', credits: '5' });
      context.faults.inject(...Array(50).fill({ kind: 'reset' }));
      await refuses('network', add, 'a refused connection');
      context.faults.clear();
      await add();
      await context.settle();
      const { balance } = await context.billing.credits.getWallet({ walletId });
      same(balance, money(context, '5'), 'the balance');
    },
  },
];

/** What every provider over HTTP does when the connection or the service fails. */
export const faultScenarios: readonly Scenario[] = [...reads, ...writes, ...keyedScenarios];
