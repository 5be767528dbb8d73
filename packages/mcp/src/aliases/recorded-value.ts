import { Decimal, type Metric } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import { findMetric } from '../arguments/references/index.ts';
import { keyInWords } from '../tools/named.ts';
import type { Completion } from './completion.ts';
import { type Arguments, decimalText } from './translation.ts';

const refuse = ({ code }: Metric, rule: string) =>
  new Refusal('invalid_arguments', {
    field: 'recordValue',
    message: `recordValue: metric ${keyInWords(code)} ${rule}.`,
    next: 'Call record_usage with the events, and with the properties that the metric takes.',
  });

/** The properties that make so many units of a metric. */
function propertiesOf(metric: Metric, value: string): object | undefined {
  const { aggregation, property, expression } = metric;
  if (aggregation === 'count') {
    if (Decimal.parse(value).equals(Decimal.fromInteger(1))) return undefined;
    throw refuse(metric, `counts events, so that ${value} would become 1`);
  }
  if (property === undefined || expression !== undefined || aggregation === 'unique_count') {
    throw refuse(metric, 'takes more than a number');
  }
  return { [property]: value };
}

/** The value of a record as the property that its metric takes. */
export const recordedValue: Completion = async (args, call, { recordValue }) => {
  const value = decimalText(recordValue);
  if (value === undefined) return args;
  const { events } = args as { events: readonly Arguments[] };
  const [{ properties: _, ...event }] = events as [Arguments];
  const metric = await findMetric(call, event.metric as string);
  const properties = propertiesOf(metric, value);
  return { events: [{ ...event, metric: metric.code, ...(properties && { properties }) }] };
};
