/** Preview of an invoice over a plan with 20 charges of all models, each with usage. */
import type { Charge, CreateMetricInput } from '@billport/core';
import Table from 'cli-table3';
import { interleaved } from './interleaved.ts';
import { events, GRADUATED, meteredEngine, SUBSCRIPTION } from './metered-engine.ts';

const KINDS = ['sum', 'max', 'unique_count', 'weighted_sum', 'latest'] as const;
const CHARGES = 20;

const metrics: CreateMetricInput[] = Array.from({ length: CHARGES }, (_, index) => ({
  aggregation: KINDS[index % KINDS.length] ?? 'sum',
  code: `metric-${index}`,
  property: 'tokens',
}));

const MODELS: readonly Charge[] = [
  GRADUATED,
  { ...GRADUATED, model: 'volume' } as Charge,
  {
    metric: '',
    model: 'package',
    timing: 'arrears',
    pricing: { amount: '0.15', size: '1000', freeUnits: '5000' },
  },
  { metric: '', model: 'standard', timing: 'arrears', pricing: { unitAmount: '0.0005' } },
];

const charges = metrics.map(
  ({ code }, index) => ({ ...MODELS[index % MODELS.length], metric: code }) as Charge,
);

const billing = await meteredEngine(':memory:', metrics, charges);
const codes = metrics.map(({ code }) => code);
for (let first = 0; first < 20_000; first += 1_000) {
  await billing.usage.record({ events: events(first, 1_000, 'e', codes) });
}
const preview = () =>
  billing.invoices.preview({ of: 'subscription', subscriptionKey: SUBSCRIPTION });
const { fees } = await preview();
if (fees.length !== CHARGES + 1) throw new Error(`The preview has ${fees.length} lines.`);

const took = await interleaved([{ name: 'preview', run: preview }], { rounds: 10, iterations: 50 });
await billing.close();

const table = new Table({ style: { head: [], border: [] }, head: ['invoice of 20 charges', 'ms'] });
table.push(['preview', (took.get('preview') ?? Number.NaN).toFixed(2)]);
console.log(table.toString());
console.log('Target: under 5 ms.');
