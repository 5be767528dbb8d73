import { lazy } from './lazy.ts';
import { destructive, port, read, readPage, write } from './operation.ts';
import { Description, Instant, InstantIn, Key, Name, ProviderRef, pageRequest } from './scalars.ts';
import { EventProperties } from './usage-event.ts';
import { z } from './zod.ts';

const code = () => Key.describe("The caller's own code of the metric.");

/** Names one metric. */
export const MetricRef = lazy(() => z.strictObject({ code: code() }));
export type MetricRef = z.infer<typeof MetricRef>;

/** How the units of a period are rounded after they were aggregated. */
export const UnitRounding = lazy(() =>
  z.strictObject({
    mode: z.enum(['round', 'ceil', 'floor']).describe('round: half away from zero.'),
    precision: z
      .int()
      .min(-15)
      .max(15)
      .optional()
      .describe('Digits behind the point; negative for tens and hundreds; 0 when absent.'),
  }),
);
export type UnitRounding = z.infer<typeof UnitRounding>;

const descriptive = () => ({
  name: Name.optional().describe('Name for people; the code when absent.'),
  description: Description.optional().describe('What is measured.'),
  rounding: UnitRounding.optional().describe('Rounding of the aggregated units.'),
  expression: Description.optional().describe(
    'Computes the property, such as `event.properties.end - event.properties.start`.',
  ),
});
const property = () => Key.describe('The event property that is aggregated.');
const recurring = () =>
  z.boolean().optional().describe('Whether units carry over from one period to the next.');

const metricOf = <Name extends string, Fields extends z.core.$ZodLooseShape>(
  aggregation: Name,
  fields: Fields,
) =>
  z.strictObject({
    aggregation: z.literal(aggregation).describe('How the events of a period become units.'),
    code: code(),
    ...descriptive(),
    ...fields,
  });

/** A new metric. What it needs depends on how it aggregates (`facts/rating.md §4`). */
export const CreateMetricInput = lazy(() =>
  z.discriminatedUnion('aggregation', [
    metricOf('count', {}).omit({ expression: true }),
    metricOf('sum', { property: property(), recurring: recurring() }),
    metricOf('max', { property: property() }),
    metricOf('latest', { property: property() }),
    metricOf('unique_count', { property: property(), recurring: recurring() }),
    metricOf('weighted_sum', { property: property(), recurring: recurring() }),
    metricOf('custom', {}).omit({ expression: true }),
  ]),
);
export type CreateMetricInput = z.infer<typeof CreateMetricInput>;

/** The seven ways to turn events into units. */
export type AggregationKind = CreateMetricInput['aggregation'];

const metricSchema = lazy(() =>
  z.strictObject({
    code: code(),
    aggregation: z
      .enum(['count', 'sum', 'max', 'latest', 'unique_count', 'weighted_sum', 'custom', 'unknown'])
      .describe('How the events of a period become units.'),
    property: property().optional(),
    recurring: recurring(),
    ...descriptive(),
    createdAt: Instant.optional().describe('When it was created, where the provider tells; UTC.'),
    providerRef: ProviderRef.optional().describe('Where it lives at the provider.'),
  }),
);
/** What is measured: a rule that turns the events of a period into units. */
export interface Metric extends z.infer<typeof metricSchema> {}
export const Metric: z.ZodType<Metric, Metric> = metricSchema;

const UpdateMetricInput = lazy(() =>
  z.strictObject({
    code: code(),
    name: Name.nullable().optional().describe('Name for people; null clears it.'),
    description: Description.nullable().optional().describe('What is measured; null clears it.'),
    rounding: UnitRounding.nullable()
      .optional()
      .describe('Rounding of the aggregated units; null clears it.'),
    expression: Description.nullable()
      .optional()
      .describe('Computes the property from others; applies to later events; null clears it.'),
  }),
);
export type UpdateMetricInput = z.infer<typeof UpdateMetricInput>;

/** An expression and an event to try it on. */
export const EvaluateExpressionInput = lazy(() =>
  z.strictObject({
    expression: z
      .string()
      .min(1)
      .max(2000)
      .describe(
        'Arithmetic over `event.code`, `event.timestamp` (epoch seconds) and `event.properties.NAME` with + - * /, round, ceil, floor, concat, least and greatest.',
      ),
    event: z
      .strictObject({
        code: Key.optional().describe('Code of the metric.'),
        timestamp: InstantIn.optional().describe('When it happened; now when absent.'),
        properties: EventProperties.describe('Properties by name.'),
      })
      .describe('The event to try it on.'),
  }),
);
export type EvaluateExpressionInput = z.infer<typeof EvaluateExpressionInput>;

export const metrics = port('metrics', {
  create: write({
    summary: 'Create a metric.',
    repeat: 'keyed',
    input: CreateMetricInput,
    output: Metric,
  }),
  get: read({ summary: 'Get a metric by code.', input: MetricRef, output: Metric }),
  list: readPage({
    summary: 'List metrics, newest first.',
    input: lazy(() => z.strictObject(pageRequest())),
    output: Metric,
  }),
  update: write({
    summary: 'Change a metric. How it aggregates is fixed when it is created.',
    repeat: 'safe',
    input: UpdateMetricInput,
    output: Metric,
  }),
  delete: destructive({
    summary: 'Delete a metric that no plan uses.',
    repeat: 'safe',
    input: MetricRef,
    output: Metric,
  }),
  evaluateExpression: read({
    summary: 'Try an expression on an event, without storing anything.',
    input: EvaluateExpressionInput,
    output: lazy(() => z.strictObject({ value: z.string().describe('The result as text.') })),
  }),
});
