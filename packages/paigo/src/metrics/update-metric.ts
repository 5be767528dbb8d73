import {
  BillingError,
  invalidInput,
  type Metric,
  type Result,
  type UpdateMetricInput,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import { isRemoved } from '../plans/charge-dimension.ts';
import { readCharge } from '../plans/read-charge.ts';
import { chargeChanges, metricIssues, type PaigoCharge } from '../plans/write-charge.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import type { DimensionChanges } from './dimension-fields.ts';
import { aboutMetric, allDimensions, findMetric, metricLookup } from './find-metric.ts';
import { roundingBody, roundingMark } from './rounding.ts';
import { saveDimension } from './save-dimension.ts';
import { metricResult } from './to-metric.ts';

/** A name or text to keep; null where it is cleared, undefined where it stays. */
const mark = (text: string | null | undefined) => (text === undefined ? undefined : text || null);

function changesOf({ code, name, description, rounding }: UpdateMetricInput): DimensionChanges {
  const marks = {
    [OWN.name]: mark(name),
    [OWN.description]: mark(description),
    [OWN.rounding]: rounding === undefined ? undefined : roundingMark(rounding),
  };
  const metadata = Object.fromEntries(
    Object.entries(marks).filter(([, value]) => value !== undefined),
  );
  return {
    ...(name !== undefined && { dimensionName: name || code }),
    ...(rounding !== undefined && roundingBody(rounding ?? undefined)),
    metadata,
  };
}

/** Charges of plans for the metric that Billport has made. */
const chargesOf = (dimensions: readonly PaigoDimension[], code: string) =>
  dimensions.filter(
    (dimension) =>
      ownValue(dimension.metadata, OWN.plan) !== undefined &&
      ownValue(dimension.metadata, OWN.metric) === code &&
      !isRemoved(dimension),
  );

/** What a charge becomes when its metric is rounded otherwise. */
interface RoundedCharge {
  readonly dimension: PaigoDimension;
  readonly changes: DimensionChanges;
}

/** @throws BillingError `invalid_input` when Paigo could not price a charge then. */
function roundedCharge(dimension: PaigoDimension, metric: PaigoDimension): RoundedCharge[] {
  const charge = readCharge(dimension).charge as PaigoCharge | undefined;
  const planCode = ownValue(dimension.metadata, OWN.plan) ?? '';
  if (charge === undefined) return [];
  const [issue] = metricIssues(charge, metric);
  if (issue !== undefined) {
    const message = `Plan ${JSON.stringify(planCode)} charges for the metric: ${issue.message}`;
    throw invalidInput([{ path: ['rounding'], message }]);
  }
  const position = Number(ownValue(dimension.metadata, OWN.position) ?? 0);
  const { metadata: _, ...changes } = chargeChanges({ charge, metric, planCode, position });
  return [{ dimension, changes }];
}

/** Others have put a price on it, which holds for an increment: the prices of units would change. */
function notOwn(code: string): BillingError {
  return new BillingError('conflict', {
    message: `rounding: dimension ${code} was not made by Billport, and its price holds for its increment: change both in Paigo's dashboard.`,
    details: { ...aboutMetric(code), state: 'not made by Billport' },
  });
}

/** Rounds the charges for a metric as the metric is to be rounded: each has an increment of its own. */
async function roundCharges(
  paigo: Connection,
  found: PaigoDimension,
  input: UpdateMetricInput,
  context: CallContext,
): Promise<void> {
  const { code, rounding } = input;
  if (rounding === undefined) return;
  if (ownValue(found.metadata, OWN.metric) === undefined) throw notOwn(code);
  const marks = { [OWN.rounding]: roundingMark(rounding) };
  const metric: PaigoDimension = {
    ...found,
    ...roundingBody(rounding ?? undefined),
    metadata: { ...found.metadata, ...marks },
  };
  const dimensions = chargesOf(await allDimensions(paigo, context), code);
  const rounded = dimensions.flatMap((dimension) => roundedCharge(dimension, metric));
  for (const { dimension, changes } of rounded) {
    const { dimensionId } = dimension;
    const about = aboutMetric(code);
    const thing = { dimensionId, about, lookup: metricLookup(code) };
    await saveDimension(paigo, thing, () => changes, context);
  }
}

/**
 * Changes a metric. Another rounding holds for the plans that charge for it too.
 * @throws BillingError `not_found`; `invalid_input` when a plan could not be priced with the
 *   rounding; `conflict` for the rounding of a dimension that others made; `outcome_unknown`
 */
export function updateMetric(
  paigo: Connection,
  input: UpdateMetricInput,
  context: CallContext,
): Promise<Result<Metric>> {
  const { code } = input;
  return paigo.turns.take(`metric:${code}`, async () => {
    const found = await findMetric(paigo, code, context);
    await roundCharges(paigo, found, input, context);
    const { dimensionId } = found;
    const thing = { dimensionId, about: aboutMetric(code), lookup: metricLookup(code) };
    return metricResult(await saveDimension(paigo, thing, () => changesOf(input), context));
  });
}
