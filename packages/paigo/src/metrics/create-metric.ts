import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type CreateMetricInput,
  invalidInput,
  type Metric,
  type Result,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createThing } from '../create-thing.ts';
import { OWN } from '../own-metadata.ts';
import { settleCode } from '../settle-code.ts';
import { shownOtherwise } from '../shown-otherwise.ts';
import type { PaigoDimensionBody } from '../wire/dimension.ts';
import { hasMethod, methodOf, type PaigoAggregation } from './aggregations.ts';
import { deleteDimension } from './delete-dimension.ts';
import { aboutMetric, allMetrics, metricCodeOf, metricLookup } from './find-metric.ts';
import { metricTurn } from './in-turn-of-metrics.ts';
import { roundingBody, roundingMark } from './rounding.ts';
import { metricResult, toMetric } from './to-metric.ts';

type MetricForPaigo = CreateMetricInput & { readonly aggregation: PaigoAggregation };

/** @throws BillingError `invalid_input` for an aggregation that Paigo does not have. */
function checkAggregation(input: CreateMetricInput): asserts input is MetricForPaigo {
  if (hasMethod(input.aggregation)) return;
  throw invalidInput([
    {
      path: ['aggregation'],
      message: `Paigo has no ${input.aggregation}: write count, sum, max or latest.`,
    },
  ]);
}

/** Names of metadata with their values, without those that have none. */
const marks = (values: Readonly<Record<string, string | null | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

/**
 * A metric as a dimension that costs nothing. Paigo's defaults would count the largest record of an
 * hour (`facts/paigo.md §4`): so everything is said.
 */
export function metricBody(input: MetricForPaigo): PaigoDimensionBody {
  const { code, aggregation, name, description, rounding } = input;
  return {
    dimensionName: name || code,
    consumptionUnit: { type: 'count', unit: 'count-based' },
    ...roundingBody(rounding),
    aggregationMethod: methodOf(aggregation),
    aggregationInterval: 'month',
    consumptionPrice: '0',
    usageEntitlement: 0,
    overageAllowed: 'true',
    paymentSchedule: 'arrear',
    metadata: marks({
      [OWN.metric]: code,
      [OWN.property]: 'property' in input ? input.property : undefined,
      [OWN.aggregation]: aggregation,
      [OWN.rounding]: roundingMark(rounding),
      [OWN.name]: name,
      [OWN.description]: description,
    }),
  };
}

function taken(code: string): BillingError {
  return new BillingError('already_exists', {
    message: `There is a metric ${JSON.stringify(code)} already.`,
    details: aboutMetric(code),
  });
}

async function create(
  paigo: Connection,
  input: MetricForPaigo,
  context: CallContext,
): Promise<Result<Metric>> {
  const { code } = input;
  const lookup = metricLookup(code);
  const withCode = async () =>
    (await allMetrics(paigo, context)).filter((metric) => metricCodeOf(metric) === code);
  if ((await withCode()).length > 0) throw taken(code);
  const body = metricBody(input);
  const id = await createThing(
    paigo,
    { path: path`/dimensions`, idField: 'dimensionId', body, about: aboutMetric(code), lookup },
    context,
  );
  const made = await settleCode({
    lookup,
    withCode,
    isOwn: ({ dimensionId }) => dimensionId === id,
    remove: () =>
      deleteDimension(paigo, { dimensionId: id, about: aboutMetric(code), lookup }, undefined),
    taken: taken(code),
  });
  const sent = { ...body, dimensionId: id };
  const shown = made ?? sent;
  return metricResult(shown, shownOtherwise(toMetric(sent), toMetric(shown)));
}

/**
 * Creates a metric.
 * @throws BillingError `invalid_input` for an aggregation that Paigo does not have, before anything
 *   is sent; `already_exists`; `outcome_unknown`
 */
export async function createMetric(
  paigo: Connection,
  input: CreateMetricInput,
  context: CallContext,
): Promise<Result<Metric>> {
  checkAggregation(input);
  return paigo.turns.take(metricTurn(input.code), () => create(paigo, input, context));
}
