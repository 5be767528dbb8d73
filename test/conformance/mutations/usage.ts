import {
  BillingError,
  Decimal,
  type EventResult,
  type RecordUsageInput,
  type RecordUsageResult,
  type UsageSummary,
} from '@billport/core';
import { withOperations } from '../observed-provider.ts';
import {
  callOf,
  deafList,
  type Mutation,
  replacing,
  wrongError,
  wrongInput,
  wrongPages,
  wrongResult,
} from './mutation.ts';

const RECORD = 'usage.record';

type Events = RecordUsageInput['events'];

/** The moment `ms` milliseconds after another. */
function after(moment: string, ms: number): string {
  return new Date(Date.parse(moment) + ms).toISOString();
}

function counted(results: readonly EventResult[]): RecordUsageResult {
  const count = (status: string) => results.filter((result) => result.status === status).length;
  return {
    recorded: count('recorded'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
    results: [...results],
  };
}

function renamed(result: RecordUsageResult, from: string, to: EventResult['status']) {
  return counted(
    result.results.map(({ error: _, ...each }) =>
      each.status === from ? { ...each, status: to } : each,
    ),
  );
}

/** Mistakes with recorded events. */
const recording: readonly Mutation[] = [
  {
    name: 'counts duplicates twice',
    touches: [RECORD],
    break(provider) {
      let calls = 0;
      return wrongInput('', RECORD, ({ events }: { events: Events }) => {
        calls += 1;
        for (const event of events) event.id = `${event.id}#${calls}`;
      }).break(provider);
    },
  },
  wrongResult('says recorded for a duplicate', RECORD, (result: RecordUsageResult) =>
    renamed(result, 'duplicate', 'recorded'),
  ),
  wrongError(
    'takes other content for a duplicate',
    RECORD,
    (error, { events }: { events: Events }) => {
      if (error.code !== 'conflict') throw error;
      return counted(
        events.map(({ id, subscriptionKey }) => ({ id, subscriptionKey, status: 'duplicate' })),
      );
    },
  ),
  wrongResult('reports a rejected event as recorded', RECORD, (result: RecordUsageResult) =>
    renamed(result, 'rejected', 'recorded'),
  ),
  wrongResult('answers in another order', RECORD, (result: RecordUsageResult) => {
    result.results.reverse();
  }),
  wrongResult('miscounts what it recorded', RECORD, (result: RecordUsageResult) => {
    result.recorded += result.duplicates;
  }),
  wrongInput(
    'fails for one bad event although told to report',
    RECORD,
    (input: RecordUsageInput) => {
      delete input.onRejected;
    },
  ),
  {
    name: 'records the good events of a call that fails',
    touches: [RECORD],
    break: (provider) =>
      replacing(provider, RECORD, (original) => async (input, options) => {
        try {
          return await original(input, options);
        } catch (error) {
          await original({ ...input, onRejected: 'report' }, options).catch(() => undefined);
          throw error;
        }
      }),
  },
  wrongInput('cuts amounts to four digits', RECORD, ({ events }: { events: Events }) => {
    for (const { properties } of events) {
      const amount = properties?.amount;
      if (properties !== undefined && amount !== undefined) {
        properties.amount = Decimal.parse(amount).round(4, 'down').toString();
      }
    }
  }),
  wrongInput('loses what does not fit into one batch', RECORD, (input: RecordUsageInput) => {
    input.events = input.events.slice(0, 200);
  }),
  wrongInput(
    'puts the start of a period into the one before',
    RECORD,
    ({ events }: { events: Events }) => {
      for (const event of events) {
        const moment = new Date(event.timestamp).toISOString();
        if (moment.endsWith('T00:00:00.000Z')) event.timestamp = after(moment, -1);
      }
    },
  ),
  wrongInput(
    'cuts timestamps to seconds',
    RECORD,
    ({ events }: { events: Events }) => {
      for (const event of events) {
        event.timestamp = new Date(event.timestamp).toISOString().replace(/\.\d+Z$/, '.000Z');
      }
    },
    ['usage.getEvent'],
  ),
];

/** Mistakes with reading usage. */
const reading: readonly Mutation[] = [
  {
    name: 'takes the end of a span for a part of it',
    touches: ['usage.listEvents'],
    break: (provider) =>
      withOperations(
        provider,
        new Map([
          [
            'usage.listEvents',
            (input: { to?: string } = {}) =>
              provider.usage.listEvents(
                input.to === undefined ? input : { ...input, to: after(input.to, 1) },
              ),
          ] as never,
        ]),
      ),
  },
  deafList('does not look at the metric', 'usage.listEvents', ['metric']),
  deafList('does not look at the start of the span', 'usage.listEvents', ['from']),
  wrongPages('brings the earliest event first', 'usage.listEvents', (page) => ({
    ...page,
    items: [...page.items].reverse(),
  })),
  wrongResult('loses digits of units', 'usage.current', ({ charges }: UsageSummary) => {
    for (const charge of charges) charge.units = String(BigInt(Math.round(Number(charge.units))));
  }),
  wrongResult('is a cent off', 'usage.current', (summary: UsageSummary) => {
    for (const money of [summary.amount, ...summary.charges.map(({ amount }) => amount)]) {
      money.amount = Decimal.parse(money.amount).plus(Decimal.parse('0.01')).toFixed(2);
    }
  }),
  wrongError(
    'invents usage of an unknown subscription',
    'usage.current',
    (_, { subscriptionKey }: { subscriptionKey: string }) => ({
      subscriptionKey,
      period: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
      charges: [],
      amount: { amount: '0.00', currency: 'USD' },
    }),
  ),
  {
    name: 'records what it was to estimate',
    touches: ['usage.estimateFees'],
    break: (provider) =>
      replacing(provider, 'usage.estimateFees', (original) => async (input, options) => {
        const result = await original(input, options);
        const { event } = input as { event: object };
        const recorded = { id: 'estimate', timestamp: new Date('2026-01-15T12:00:00Z'), ...event };
        await callOf(provider, RECORD)({ events: [recorded] }, {});
        return result;
      }),
  },
  wrongPages('names periods by their last millisecond', 'usage.past', (page) => {
    for (const item of page.items as unknown as UsageSummary[]) {
      item.period.to = after(item.period.to, -1);
    }
  }),
  wrongError(
    'takes events of another subscription',
    'usage.getEvent',
    async (error, { id }: { id: string }, provider) => {
      for await (const event of provider.usage.listEvents()) if (event.id === id) return event;
      throw error instanceof BillingError ? error : new Error('unknown');
    },
  ),
];

/** Mistakes with usage. */
export const usageMutations: readonly Mutation[] = [...recording, ...reading];
