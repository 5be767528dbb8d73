import { Decimal } from '@billport/core';
import {
  aggregate,
  type MeteredEvent,
  meterFor,
  type PricedCharge,
  pricerFor,
  roundAmount,
  type Usage,
  type Window,
} from '@billport/rating';
import Table from 'cli-table3';
import { Bench } from 'tinybench';

const bounds = [1000, 10_000, Number.POSITIVE_INFINITY];
const prices = [0.1, 0.05, 0.01];
const flats = [0, 5, 2.5];

const graduated: PricedCharge = {
  model: 'graduated',
  pricing: {
    tiers: bounds.map((upTo, index) => ({
      upTo: Number.isFinite(upTo) ? String(upTo) : null,
      unitAmount: String(prices[index]),
      flatAmount: String(flats[index]),
    })),
  },
};

/** The same three tiers in floats: what exact money is measured against. */
function floatFee(units: number): number {
  let total = 0;
  let lower = 0;
  for (let tier = 0; tier < bounds.length && (tier === 0 || units > lower); tier++) {
    const upper = bounds[tier] as number;
    total += (Math.min(units, upper) - lower) * (prices[tier] as number) + (flats[tier] as number);
    lower = upper;
  }
  return Math.round(total * 100);
}

/** Quantities over all tiers, with fractions. */
const quantities = Array.from({ length: 1000 }, (_, index) => `${index * 15}.${index % 100}`);
const floats = quantities.map(Number);
const usages = quantities.map((text): Usage => {
  const units = Decimal.parse(text);
  return { units, fullUnits: units, eventsCount: 1 };
});

const window: Window = { from: 0, to: 86_400_000, periodDays: 1, timezone: 'UTC' };
const events = quantities.map(
  (v, index): MeteredEvent => ({ timestamp: index * 1000, properties: { v } }),
);
const metric = { aggregation: 'sum', property: 'v' } as const;
const meter = meterFor(metric, graduated);
const pricer = pricerFor(graduated);

/** Each task does a thousand of its thing. */
const THINGS = 1000;

/** Results go here, so that no task is optimised away. */
let sink = 0n;
let floatSink = 0;

const bench = new Bench({ time: 1000, warmupTime: 200 })
  .add('graduated fee in floats (floor)', () => {
    for (const units of floats) floatSink += floatFee(units);
  })
  .add('graduated fee, exact, rounded to cents', () => {
    for (const usage of usages) sink += roundAmount(pricer.amount(usage), 'USD');
  })
  .add('graduated fee with its tiers and unit price', () => {
    for (const usage of usages) sink += roundAmount(pricer.rate(usage).amount, 'USD');
  })
  .add('event summed in a batch', () => {
    sink += BigInt(aggregate(metric, graduated, events, window).eventsCount);
  })
  .add('event added to a meter, a hundred for one save', () => {
    if (meter?.kind !== 'events') throw new Error('A sum is metered by its events.');
    for (let batch = 0; batch < THINGS; batch += 100) {
      const state = meter.load(meter.start().save());
      for (let index = batch; index < batch + 100; index++) {
        state.add(events[index] as MeteredEvent);
      }
      sink += BigInt(state.save().length);
    }
  });

await bench.run();

const perSecond = (name: string): number => {
  const result = bench.getTask(name)?.result;
  if (result?.state !== 'completed') throw new Error(`${name} did not complete.`);
  return result.throughput.mean * THINGS;
};
const [floor, ...others] = bench.tasks.map((task) => task.name);
if (floor === undefined) throw new Error('There is nothing to compare with.');
const table = new Table({ head: ['', 'per second', 'times the floor’s time'] });
for (const name of [floor, ...others]) {
  const rate = perSecond(name);
  table.push([
    name,
    Math.round(rate).toLocaleString('en-US'),
    (perSecond(floor) / rate).toFixed(1),
  ]);
}
console.log(table.toString());
if (sink === 0n || floatSink === 0) throw new Error('Nothing was computed.');
