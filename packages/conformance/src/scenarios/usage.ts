import { BillingError, type ChargeUsage, type Fee, type UsageSummary } from '@billport/core';
import { ensure, hasFields, isUnknown, refuses, same, sameNumber } from '../assertions.ts';
import { billingFields, invoicesOf } from '../bills.ts';
import {
  after,
  DAY,
  type EventInput,
  metric,
  money,
  plan,
  type Subscribed,
  type SubscribedFields,
  standardCharge,
  subscribe,
  subscribing,
  subscription,
  tax,
  usageEvent,
  use,
} from '../fixtures.ts';
import { sameInEveryWay } from '../list-check.ts';
import type { Scenario, ScenarioContext } from '../scenario.ts';
import { awkwardEndings } from './awkward-keys.ts';

/** The only line of the current usage. */
async function currentLine(context: ScenarioContext, { subscriptionKey }: Subscribed) {
  await context.settle();
  const summary = await context.billing.usage.current({ subscriptionKey });
  return { summary, line: onlyLine(summary) };
}

function onlyLine({ charges }: UsageSummary): ChargeUsage {
  const [line, ...others] = charges;
  ensure(line && others.length === 0, `${charges.length} lines instead of one`);
  return line;
}

/** What a fee bills and for how much: everything but what only a made one has. */
function priceOf(fee: Fee) {
  const {
    id: _,
    invoiceId: __,
    eventId: ___,
    createdAt: ____,
    paymentStatus: _____,
    ...price
  } = fee;
  return price;
}

/** What the call brings, or nothing when the provider refuses it as it may. */
async function unlessRejected<Value>(call: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await call();
  } catch (error) {
    if (BillingError.is(error, 'rejected')) return undefined;
    throw error;
  }
}

/** Units of the current usage; zero where there is no line yet. */
async function currentUnits(context: ScenarioContext, { subscriptionKey }: Subscribed) {
  await context.settle();
  const { charges } = await context.billing.usage.current({ subscriptionKey });
  return charges.length === 0 ? '0' : (charges[0]?.units ?? '0');
}

/** A way to somebody who began to use something ten days ago. */
interface Beginning extends Pick<Scenario, 'needsFields' | 'needsClock'> {
  readonly words: string;
  /** One for each set of fields. */
  begin(context: ScenarioContext, fields: readonly SubscribedFields[]): Promise<Subscribed[]>;
}

async function subscribeAll(context: ScenarioContext, fields: readonly SubscribedFields[]) {
  const all: Subscribed[] = [];
  for (const each of fields) all.push(await subscribe(context, each));
  return all;
}

/** By telling the start, and by waiting: not every provider takes the one, nor every backend the other. */
const beginnings: readonly Beginning[] = [
  {
    words: 'of a start in the past',
    needsFields: ['subscriptions.create.startAt'],
    begin(context, fields) {
      const subscription = { startAt: after(context.now(), -10 * DAY) };
      return subscribeAll(
        context,
        fields.map((each) => ({ ...each, subscription })),
      );
    },
  },
  {
    words: 'of days gone by',
    needsClock: true,
    async begin(context, fields) {
      const all = await subscribeAll(context, fields);
      await context.advanceTo(after(context.now(), 10 * DAY));
      return all;
    },
  },
];

/** The only one of a {@link Beginning} without special fields. */
async function begun(context: ScenarioContext, { begin }: Beginning): Promise<Subscribed> {
  const [subscribed] = await begin(context, [{}]);
  ensure(subscribed, 'nobody began');
  return subscribed;
}

/** Records an event of 7 units, and brings it again with other content. */
async function otherContent(context: ScenarioContext) {
  const subscribed = await subscribe(context);
  const event = usageEvent(context, subscribed, '7');
  await context.billing.usage.record({ events: [event] });
  await context.settle();
  return { subscribed, events: [{ ...event, properties: { amount: '8' } }] };
}

async function unitsAre(context: ScenarioContext, subscribed: Subscribed, units: string) {
  sameNumber(await currentUnits(context, subscribed), units, 'units of the current usage');
}

const recording: readonly Scenario[] = [
  {
    operation: 'usage.record',
    title: 'answers for every event in the order of the call',
    needs: subscribing,
    async run(context) {
      const subscribed = await subscribe(context);
      const events = ['3', '1', '2'].map((amount) => usageEvent(context, subscribed, amount));
      const result = await context.billing.usage.record({ events });
      hasFields(result, { recorded: 3, duplicates: 0, rejected: 0 }, 'the result');
      const answered = result.results.map(({ id, subscriptionKey, status }) => ({
        id,
        subscriptionKey,
        status,
      }));
      const expected = events.map(({ id, subscriptionKey }) => ({
        id,
        subscriptionKey,
        status: 'recorded',
      }));
      same(answered, expected, 'the answers');
    },
  },
  {
    operation: 'usage.record',
    title: 'counts a repeated event once, and says that it is a duplicate where it can tell',
    needs: [...subscribing, 'usage.current'],
    limits: { deduplication: ['id', 'id_and_timestamp'] },
    async run(context) {
      const subscribed = await subscribe(context);
      const events = [usageEvent(context, subscribed, '7'), usageEvent(context, subscribed, '5')];
      await context.billing.usage.record({ events });
      await context.settle();
      const again = await context.billing.usage.record({ events });
      const silent = context.limits.usage.repeats === 'silent';
      const answer = silent ? { rejected: 0 } : { recorded: 0, duplicates: 2, rejected: 0 };
      hasFields(again, answer, 'the second answer');
      const states = silent ? ['duplicate', 'recorded'] : ['duplicate'];
      const others = again.results.filter(({ status }) => !states.includes(status));
      same(others, [], 'events in another state');
      await unitsAre(context, subscribed, '12');
    },
  },
  {
    operation: 'usage.record',
    title: 'counts an event once that stands twice in a call',
    needs: [...subscribing, 'usage.current'],
    limits: { deduplication: ['id', 'id_and_timestamp'] },
    async run(context) {
      const subscribed = await subscribe(context);
      const event = usageEvent(context, subscribed, '7');
      const result = await context.billing.usage.record({ events: [event, { ...event }] });
      hasFields(result, { recorded: 1, duplicates: 1, rejected: 0 }, 'the result');
      await unitsAre(context, subscribed, '7');
    },
  },
  {
    operation: 'usage.record',
    title: 'counts an event once that several calls bring at the same time',
    needs: [...subscribing, 'usage.current'],
    limits: { deduplication: ['id', 'id_and_timestamp'] },
    async run(context) {
      const subscribed = await subscribe(context);
      const event = usageEvent(context, subscribed, '7');
      const results = await Promise.all(
        [1, 2, 3, 4].map(() => context.billing.usage.record({ events: [{ ...event }] })),
      );
      if (context.limits.usage.repeats !== 'silent') {
        const recorded = results.reduce((sum, result) => sum + result.recorded, 0);
        same(recorded, 1, 'how many calls recorded it');
      }
      await unitsAre(context, subscribed, '7');
    },
  },
  {
    operation: 'usage.record',
    title: 'keeps one id of two subscriptions apart',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const [one, two] = [await subscribe(context), await subscribe(context)];
      const id = context.key('event');
      const events = [usageEvent(context, one, '1', { id }), usageEvent(context, two, '2', { id })];
      const result = await context.billing.usage.record({ events });
      same(result.recorded, 2, 'recorded events');
      await unitsAre(context, one, '1');
      await unitsAre(context, two, '2');
    },
  },
  {
    operation: 'usage.record',
    title: 'counts one metric apart for two subscriptions of a customer',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const one = await subscribe(context);
      const { customerKey, metric: code } = one;
      const { code: planCode } = await plan(context, { charges: [standardCharge(code, '2')] });
      const { subscriptionKey } = await subscription(context, customerKey, planCode);
      const two = { ...one, planCode, subscriptionKey };
      await context.settle();
      await use(context, one, '3');
      await use(context, two, '5');
      await unitsAre(context, one, '3');
      await unitsAre(context, two, '5');
      const { amount } = await context.billing.usage.current({ subscriptionKey });
      same(amount, money(context, '10'), 'the price by the other plan');
    },
  },
  {
    operation: 'usage.record',
    title: 'refuses an id that comes again with other content',
    needs: [...subscribing, 'usage.current'],
    limits: { repeats: ['compared'] },
    async run(context) {
      const { subscribed, events } = await otherContent(context);
      const call = () => context.billing.usage.record({ events });
      await refuses('conflict', call, 'the same id with other content');
      const report = await context.billing.usage.record({ events, onRejected: 'report' });
      hasFields(report, { recorded: 0, duplicates: 0, rejected: 1 }, 'the report');
      same(report.results[0]?.error?.code, 'conflict', 'the reason');
      await unitsAre(context, subscribed, '7');
    },
  },
  {
    operation: 'usage.record',
    title: 'leaves an event as it was when its id comes again with other content',
    needs: [...subscribing, 'usage.current'],
    limits: { repeats: ['reported'] },
    async run(context) {
      const { subscribed, events } = await otherContent(context);
      const again = await context.billing.usage.record({ events });
      hasFields(again, { recorded: 0, duplicates: 1, rejected: 0 }, 'the second answer');
      await unitsAre(context, subscribed, '7');
    },
  },
  {
    operation: 'usage.record',
    title: 'with one bad event fails, and records nothing where it is atomic',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const subscribed = await subscribe(context);
      const good = usageEvent(context, subscribed, '7');
      const bad = usageEvent(context, subscribed, '1', { metric: context.key('metric') });
      const call = () => context.billing.usage.record({ events: [good, bad] });
      await refuses('not_found', call, 'a call with an unknown metric');
      if (context.limits.usage.atomic) await unitsAre(context, subscribed, '0');
      const result = await context.billing.usage.record({ events: [good] });
      same(result.recorded + result.duplicates, 1, 'the good event, sent again');
      await unitsAre(context, subscribed, '7');
    },
  },
  {
    operation: 'usage.record',
    title: 'told to report records the good events and names each bad one',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const subscribed = await subscribe(context);
      const events = [
        usageEvent(context, subscribed, '7'),
        usageEvent(context, subscribed, '1', { metric: context.key('metric') }),
        usageEvent(context, subscribed, '5'),
        usageEvent(context, subscribed, '1', { subscriptionKey: context.key('subscription') }),
      ];
      const result = await context.billing.usage.record({ events, onRejected: 'report' });
      hasFields(result, { recorded: 2, duplicates: 0, rejected: 2 }, 'the result');
      const answers = result.results.map(({ id, status, error }) => ({
        id,
        status,
        code: error?.code,
        field: error?.field,
      }));
      const good = { status: 'recorded', code: undefined, field: undefined };
      const bad = { status: 'rejected', code: 'not_found' };
      const expected = [
        { id: events[0]?.id, ...good },
        { id: events[1]?.id, ...bad, field: 'metric' },
        { id: events[2]?.id, ...good },
        { id: events[3]?.id, ...bad, field: 'subscriptionKey' },
      ];
      same(answers, expected, 'the answers');
      const silent = result.results.filter(({ error }) => error?.message.trim() === '');
      same(silent, [], 'refusals that say nothing');
      await unitsAre(context, subscribed, '12');
    },
  },
  {
    operation: 'usage.record',
    title: 'refuses an unknown subscription',
    needs: subscribing,
    async run(context) {
      const subscribed = await subscribe(context);
      const subscriptionKey = context.key('subscription');
      const events = [usageEvent(context, subscribed, '1', { subscriptionKey })];
      await isUnknown(() => context.billing.usage.record({ events }), 'an unknown subscription');
    },
  },
  {
    operation: 'usage.record',
    title: 'takes more events than travel together',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const subscribed = await subscribe(context);
      const count = Math.min(context.limits.usage.batchSize, 200) + 3;
      const events: EventInput[] = [];
      while (events.length < count) events.push(usageEvent(context, subscribed, '1'));
      const result = await context.billing.usage.record({ events });
      same(result.recorded, count, 'recorded events');
      await unitsAre(context, subscribed, String(count));
    },
  },
  {
    operation: 'usage.record',
    title: 'adds very large amounts exactly',
    needs: [...subscribing, 'usage.current'],
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '123456789012345678', '1', '20');
      await unitsAre(context, subscribed, '123456789012345699');
    },
  },
  {
    operation: 'usage.record',
    title: 'adds very large and very small amounts exactly',
    needs: [...subscribing, 'usage.current'],
    limits: { fractions: true },
    async run(context) {
      const subscribed = await subscribe(context);
      await use(context, subscribed, '123456789012345678', '0.000000000000001', '0.1', '0.2');
      await unitsAre(context, subscribed, '123456789012345678.300000000000001');
    },
  },
  {
    operation: 'usage.record',
    title: 'keeps awkward ids apart and as they are',
    needs: [...subscribing, 'usage.getEvent', 'usage.current'],
    async run(context) {
      const subscribed = await subscribe(context);
      const stem = context.key('event');
      const ids = ['', ...awkwardEndings].map((ending) => `${stem}${ending}`);
      const events = ids.map((id) => usageEvent(context, subscribed, '1', { id }));
      await context.billing.usage.record({ events });
      await unitsAre(context, subscribed, String(ids.length));
      const { subscriptionKey } = subscribed;
      for (const id of ids) {
        same((await context.billing.usage.getEvent({ subscriptionKey, id })).id, id, 'the id');
      }
    },
  },
];

const reading: readonly Scenario[] = [
  {
    operation: 'usage.getEvent',
    title: 'brings the event with its properties as text',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const subscribed = await subscribe(context);
      const properties = { amount: 12.5, region: 'île', flag: true, 'dotted.name': 'x' };
      const event = usageEvent(context, subscribed, '0', { properties });
      await context.billing.usage.record({ events: [event] });
      await context.settle();
      const { id, subscriptionKey } = event;
      const found = await context.billing.usage.getEvent({ subscriptionKey, id });
      const { metric, timestamp } = event;
      const text = { amount: '12.5', region: 'île', flag: 'true', 'dotted.name': 'x' };
      const expected = { id, subscriptionKey, metric, timestamp, properties: text };
      hasFields(found, expected, 'the event');
    },
  },
  {
    operation: 'usage.getEvent',
    title: 'refuses an unknown id, and an id of another subscription',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const [one, two] = [await subscribe(context), await subscribe(context)];
      const event = usageEvent(context, one, '1');
      await context.billing.usage.record({ events: [event] });
      await context.settle();
      const { getEvent } = context.billing.usage;
      const unknown = { subscriptionKey: one.subscriptionKey, id: context.key('event') };
      await isUnknown(() => getEvent(unknown), 'an unknown id');
      const foreign = { subscriptionKey: two.subscriptionKey, id: event.id };
      await isUnknown(() => getEvent(foreign), 'an id of another subscription');
    },
  },
  {
    operation: 'usage.listEvents',
    title: 'brings nothing of a subscription that used nothing',
    needs: subscribing,
    async run(context) {
      const { subscriptionKey } = await subscribe(context);
      const { items, nextCursor } = await context.billing.usage.listEvents({ subscriptionKey });
      same({ items, nextCursor }, { items: [], nextCursor: undefined }, 'the page');
    },
  },
];

/** What holds for events of the past, whichever way there is to one. */
const past: readonly Scenario[] = beginnings.flatMap((beginning): Scenario[] => {
  const { words, begin: _, ...needed } = beginning;
  return [
    {
      operation: 'usage.getEvent',
      title: `takes moments of other zones and Dates, and brings UTC with milliseconds, ${words}`,
      needs: [...subscribing, 'usage.record'],
      ...needed,
      async run(context) {
        const subscribed = await begun(context, beginning);
        const moment = after(context.now(), 123 - DAY);
        const zoned = after(moment, 2 * 3_600_000).replace('Z', '+02:00');
        for (const timestamp of [zoned, new Date(moment)]) {
          const event = usageEvent(context, subscribed, '1', { timestamp });
          await context.billing.usage.record({ events: [event] });
          await context.settle();
          const { id, subscriptionKey } = event;
          const found = await context.billing.usage.getEvent({ subscriptionKey, id });
          same(found.timestamp, moment, 'the moment');
        }
      },
    },
    {
      operation: 'usage.listEvents',
      title: `brings each event once, latest first, by page and by iteration, ${words}`,
      needs: [...subscribing, 'usage.record'],
      ...needed,
      async run(context) {
        const subscribed = await begun(context, beginning);
        const events = [5, 1, 3, 2, 4].map((days) =>
          usageEvent(context, subscribed, '1', { timestamp: after(context.now(), -days * DAY) }),
        );
        await context.billing.usage.record({ events });
        await context.settle();
        const latestFirst = [...events].sort((left, right) =>
          String(right.timestamp).localeCompare(String(left.timestamp)),
        );
        const { subscriptionKey } = subscribed;
        await sameInEveryWay(
          (page) => context.billing.usage.listEvents({ subscriptionKey, ...page }),
          ({ id }) => id,
          latestFirst.map(({ id }) => id),
        );
      },
    },
    {
      operation: 'usage.listEvents',
      title: `takes only events of the subscription and the metric, from the start to before the end, ${words}`,
      needs: [...subscribing, 'usage.record'],
      ...needed,
      async run(context) {
        const { code: other } = await metric(context);
        const code = context.key('metric');
        const charges = [standardCharge(code, '0.10'), standardCharge(other, '0.10')];
        const priced = { metric: { code }, plan: { charges } };
        const [one, two] = await beginning.begin(context, [priced, {}]);
        ensure(one && two, 'nobody began');
        const from = after(context.now(), -4 * DAY);
        const to = after(context.now(), -2 * DAY);
        const at = (subscribed: Subscribed, timestamp: string, fields = {}) =>
          usageEvent(context, subscribed, '1', { timestamp, ...fields });
        const events = [
          at(one, after(from, -1)),
          at(one, from),
          at(one, after(to, -1), { metric: other }),
          at(one, to),
          at(two, from),
        ];
        await context.billing.usage.record({ events });
        await context.settle();
        const found = async (filter: object) =>
          (await context.billing.usage.listEvents(filter)).items.map(({ id }) => id);
        const { subscriptionKey } = one;
        const ids = events.map(({ id }) => id);
        same(await found({ subscriptionKey, from, to }), [ids[2], ids[1]], 'the span of time');
        const byMetric = { subscriptionKey, metric: one.metric };
        same(await found(byMetric), [ids[3], ids[1], ids[0]], 'the metric');
      },
    },
  ];
});

const summing: readonly Scenario[] = [
  {
    operation: 'usage.current',
    title: 'brings units, events and their price so far',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const rounding = { mode: 'round', precision: 2 } as const;
      const subscribed = await subscribe(context, { metric: { rounding } });
      await use(context, subscribed, '10', '2.5', '0.05');
      const { summary, line } = await currentLine(context, subscribed);
      const { subscriptionKey, metric } = subscribed;
      const { customerKey, planCode } = subscribed;
      hasFields(summary, { subscriptionKey, customerKey, planCode }, 'the summary');
      hasFields(line, { metric, chargeCode: metric }, 'the line');
      same(line.eventsCount ?? 3, 3, 'how many events are behind it');
      sameNumber(line.units, '12.55', 'the units');
      sameNumber(line.preciseAmount ?? '1.255', '1.255', 'the price before rounding');
      same(line.amount, money(context, '1.26'), 'the rounded price');
      same(summary.amount, money(context, '1.26'), 'the price of everything');
      const { from, to } = summary.period;
      ensure(from <= context.now() && context.now() < to, 'now is not in the period');
    },
  },
  {
    operation: 'usage.current',
    title: 'computes the taxes so far, where it computes taxes',
    needs: [...subscribing, 'taxes.create', 'usage.record'],
    async run(context) {
      const { code } = await tax(context, '20');
      const subscribed = await subscribe(context, { customer: { taxCodes: [code] } });
      await use(context, subscribed, '100');
      const { summary } = await currentLine(context, subscribed);
      const { taxAmount = money(context, '2') } = summary;
      same(taxAmount, money(context, '2'), 'the taxes');
    },
  },
  {
    operation: 'usage.current',
    title: 'counts what is priced by another metric apart',
    needs: [...subscribing, 'usage.record', 'plans.update'],
    async run(context) {
      const one = await subscribe(context);
      const two = await subscribe(context);
      const charges = [standardCharge(two.metric, '2')];
      await context.billing.plans.update({ code: one.planCode, charges });
      await context.settle();
      await use(context, one, '1');
      await use(context, { ...one, metric: two.metric }, '3');
      const { subscriptionKey } = one;
      const { charges: lines } = await context.billing.usage.current({ subscriptionKey });
      const unitsOf = (metric: string) => lines.find((line) => line.metric === metric)?.units;
      sameNumber(unitsOf(one.metric), '1', 'units of the first metric');
      sameNumber(unitsOf(two.metric), '3', 'units of the second metric');
    },
  },
  {
    operation: 'usage.current',
    title: 'leaves out what happened before the start',
    needs: [...subscribing, 'usage.record'],
    async run(context) {
      const subscribed = await subscribe(context);
      const early = usageEvent(context, subscribed, '100', {
        timestamp: after(context.now(), -DAY),
      });
      const events = [early, usageEvent(context, subscribed, '1')];
      await context.billing.usage.record({ events, onRejected: 'report' });
      await unitsAre(context, subscribed, '1');
    },
  },
  {
    operation: 'usage.current',
    title: 'refuses an unknown subscription',
    async run(context) {
      const subscriptionKey = context.key('subscription');
      await isUnknown(() => context.billing.usage.current({ subscriptionKey }), 'nothing');
    },
  },
  {
    operation: 'usage.past',
    title: 'is empty before the first invoice',
    needs: subscribing,
    async run(context) {
      const { subscriptionKey } = await subscribe(context);
      const { items } = await context.billing.usage.past({ subscriptionKey });
      same(items, [], 'periods that were invoiced');
    },
  },
  {
    operation: 'usage.past',
    title: 'refuses an unknown subscription',
    async run(context) {
      const subscriptionKey = context.key('subscription');
      await isUnknown(() => context.billing.usage.past({ subscriptionKey }), 'nothing');
    },
  },
  {
    operation: 'usage.past',
    title:
      'brings the periods that were invoiced, latest first, each from its start to before its end',
    needs: [...subscribing, 'usage.record', 'usage.current'],
    needsClock: true,
    async run(context) {
      const subscribed = await subscribe(context);
      const { subscriptionKey } = subscribed;
      const ends: string[] = [];
      for (const amount of ['1', '20']) {
        const { period } = await context.billing.usage.current({ subscriptionKey });
        const last = { timestamp: after(period.to, -1) };
        const next = { timestamp: period.to };
        const events = [
          usageEvent(context, subscribed, amount, last),
          usageEvent(context, subscribed, '300', next),
        ];
        await context.advanceTo(after(period.to, -1));
        await context.billing.usage.record({ events: events.slice(0, 1) });
        await context.advanceTo(after(period.to, DAY));
        await context.billing.usage.record({ events: events.slice(1) });
        ends.unshift(period.to);
      }
      await context.settle();
      const { items } = await context.billing.usage.past({ subscriptionKey });
      same(
        items.map(({ period }) => period.to),
        ends,
        'ends of the periods',
      );
      const units = items.map((summary) => onlyLine(summary).units);
      sameNumber(units[0], '320', 'units of the second period');
      sameNumber(units[1], '1', 'units of the first period');
      await unitsAre(context, subscribed, '300');
    },
  },
];

const estimating: readonly Scenario[] = [
  {
    operation: 'usage.estimateFees',
    title: 'prices an event that is billed in advance, and records nothing',
    needs: [...subscribing, 'usage.listEvents'],
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'standard',
          timing: 'advance',
          metric,
          pricing: { unitAmount: '0.25' },
        }),
      });
      const { subscriptionKey, metric } = subscribed;
      const event = { subscriptionKey, metric, properties: { amount: '10' } };
      const { fees } = await context.billing.usage.estimateFees({ event });
      same(
        fees.map(({ amount }) => amount),
        [money(context, '2.50')],
        'the fees',
      );
      await context.settle();
      const { items } = await context.billing.usage.listEvents({ subscriptionKey });
      same(items, [], 'recorded events');
    },
  },
  {
    operation: 'usage.estimateFees',
    title: 'equals what the event costs when it is recorded',
    needs: [...subscribing, 'usage.record', 'invoices.list'],
    needsFields: billingFields,
    async run(context) {
      const subscribed = await subscribe(context, {
        charge: (metric) => ({
          model: 'graduated',
          timing: 'advance',
          metric,
          pricing: {
            tiers: [
              { upTo: '5', unitAmount: '1' },
              { upTo: null, unitAmount: '0.3' },
            ],
          },
        }),
      });
      const { subscriptionKey } = subscribed;
      await use(context, subscribed, '4');
      const event = usageEvent(context, subscribed, '7.5');
      const { id, ...estimated } = event;
      const { fees } = await context.billing.usage.estimateFees({ event: estimated });
      await context.billing.usage.record({ events: [event] });
      await context.settle();
      const made = await invoicesOf(context, subscriptionKey);
      const billed = made.flatMap((invoice) => invoice.fees).filter((fee) => fee.eventId === id);
      same(fees.map(priceOf), billed.map(priceOf), 'the estimate against the fee');
      same(
        fees.map(({ amount }) => amount),
        [money(context, '2.95')],
        'the price',
      );
    },
  },
  {
    operation: 'usage.estimateFees',
    title: 'makes up no fee for a charge that is billed in arrears',
    needs: subscribing,
    async run(context) {
      const { subscriptionKey, metric } = await subscribe(context);
      const event = { subscriptionKey, metric, properties: { amount: '10' } };
      const { estimateFees } = context.billing.usage;
      const fees = await unlessRejected(async () => (await estimateFees({ event })).fees);
      same(fees ?? [], [], 'the fees');
    },
  },
  {
    operation: 'usage.estimateFees',
    title: 'refuses an unknown subscription and an unknown metric',
    needs: subscribing,
    async run(context) {
      const { subscriptionKey, metric } = await subscribe(context);
      const { estimateFees } = context.billing.usage;
      const nothing = { subscriptionKey: context.key('subscription'), metric };
      await isUnknown(() => estimateFees({ event: nothing }), 'an unknown subscription');
      const noMetric = { subscriptionKey, metric: context.key('metric') };
      await isUnknown(() => estimateFees({ event: noMetric }), 'an unknown metric');
    },
  },
];

/** What every provider does with usage. */
export const usageScenarios: readonly Scenario[] = [
  ...recording,
  ...reading,
  ...past,
  ...summing,
  ...estimating,
];
