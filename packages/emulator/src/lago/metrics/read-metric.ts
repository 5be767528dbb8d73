import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { forbidden } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import {
  AGGREGATIONS,
  type AggregationType,
  type LagoMetric,
  type MetricFilter,
} from '../metric-book.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

const ROUNDINGS = ['round', 'ceil', 'floor'] as const;
/** Aggregations whose units may carry over from one period to the next. */
const RECURRING: readonly string[] = ['sum_agg', 'unique_count_agg', 'weighted_sum_agg'];

const isAggregation = (value: unknown): value is AggregationType =>
  typeof value === 'string' && Object.hasOwn(AGGREGATIONS, value);

/** What is fixed once a plan charges for the metric. */
type Aggregation = Pick<
  LagoMetric,
  | 'code'
  | 'aggregationType'
  | 'fieldName'
  | 'recurring'
  | 'weightedInterval'
  | 'roundingFunction'
  | 'roundingPrecision'
  | 'expression'
>;

/** The text that was sent, null where it was cleared, else what is known. */
function text(fields: Fields, name: string, known: string | null | undefined): string | null {
  const sent = textIn(fields, name);
  return sent === undefined ? (known ?? null) : sent;
}

function check(aggregation: Aggregation, errors: FieldErrors): void {
  const { aggregationType, fieldName, recurring, weightedInterval } = aggregation;
  if (aggregation.code.trim() === '') errors.add('code', 'value_is_mandatory');
  if (aggregationType !== 'count_agg' && (fieldName ?? '').trim() === '') {
    errors.add('field_name', 'value_is_mandatory');
  }
  if (recurring && !RECURRING.includes(aggregationType)) {
    errors.add('recurring', 'not_compatible_with_aggregation_type');
  }
  if (aggregationType === 'weighted_sum_agg' && weightedInterval !== 'seconds') {
    errors.add('weighted_interval', 'value_is_invalid');
  }
}

function readType(fields: Fields, known: LagoMetric | undefined, errors: FieldErrors) {
  const type = fields.aggregation_type ?? known?.aggregationType;
  if (type === 'custom_agg') throw forbidden();
  if (isAggregation(type)) return type;
  errors.add('aggregation_type', type === undefined ? 'value_is_mandatory' : 'value_is_invalid');
  return undefined;
}

function readRounding(fields: Fields, known: LagoMetric | undefined, errors: FieldErrors) {
  const name = text(fields, 'rounding_function', known?.roundingFunction);
  const mode = ROUNDINGS.find((rounding) => rounding === name) ?? null;
  if (name !== null && mode === null) errors.add('rounding_function', 'value_is_invalid');
  const sent = fields.rounding_precision;
  const precision = sent === undefined ? (known?.roundingPrecision ?? null) : sent;
  if (precision !== null && !Number.isInteger(precision)) {
    errors.add('rounding_precision', 'value_is_invalid');
  }
  return {
    roundingFunction: mode,
    roundingPrecision: precision === null ? null : Number(precision),
  };
}

function readAggregation(
  fields: Fields,
  known: LagoMetric | undefined,
  errors: FieldErrors,
): Aggregation {
  const aggregationType = readType(fields, known, errors);
  const { recurring = known?.recurring } = fields;
  const expression = text(fields, 'expression', known?.expression);
  const aggregation = {
    code: text(fields, 'code', known?.code) ?? '',
    aggregationType: aggregationType ?? 'count_agg',
    fieldName: text(fields, 'field_name', known?.fieldName),
    recurring: recurring === true,
    weightedInterval: text(fields, 'weighted_interval', known?.weightedInterval),
    ...readRounding(fields, known, errors),
    expression: expression === '' ? null : expression,
  };
  if (aggregationType !== undefined) check(aggregation, errors);
  return aggregation;
}

function readFilters(value: unknown, errors: FieldErrors): MetricFilter[] {
  const filters = (Array.isArray(value) ? value : []).filter(isFields).map((fields) => ({
    key: textIn(fields, 'key') ?? '',
    values: Array.isArray(fields.values) ? fields.values.map(String) : [],
  }));
  if (filters.some(({ key }) => key === '')) errors.add('key', 'value_is_mandatory');
  if (filters.some(({ values }) => values.length === 0)) errors.add('values', 'value_is_mandatory');
  return filters;
}

/**
 * Reads a metric as it was sent; of a known one what is not mentioned stays.
 * @param locked Whether a plan charges for it: then only name, description and filters change, and
 *   the rest is dropped (`facts/lago.md §b` "Billable metrics").
 * @throws LagoFailure 403 for a custom aggregation, 422
 */
export function readMetric(
  state: LagoState,
  fields: Fields,
  known: LagoMetric | undefined,
  locked: boolean,
): LagoMetric {
  const errors = new FieldErrors();
  const name = text(fields, 'name', known?.name) ?? '';
  if (name.trim() === '') errors.add('name', 'value_is_mandatory');
  const aggregation =
    locked && known !== undefined ? known : readAggregation(fields, known, errors);
  const filters =
    fields.filters === undefined ? (known?.filters ?? []) : readFilters(fields.filters, errors);
  errors.throwIfAny();
  return {
    lagoId: '',
    createdAt: state.now(),
    ...known,
    ...aggregation,
    name,
    description: text(fields, 'description', known?.description),
    filters,
  };
}
