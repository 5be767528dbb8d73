import { sameData } from '@billport/adapter-kit';
import {
  BillingError,
  type Metric,
  type Result,
  type UpdateMetricInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import { isRemoved } from '../plans/charge-dimension.ts';
import { checkOwnPrices } from '../plans/check-own-prices.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { withRest } from '../with-rest.ts';
import { type DimensionChanges, dimensionFields } from './dimension-fields.ts';
import { aboutMetric, allDimensions, findMetric, metricLookup } from './find-metric.ts';
import { metricTurn } from './in-turn-of-metrics.ts';
import { isOtherIncrement, roundedCharge } from './rounded-charge.ts';
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

/** Others have put a price on it, which holds for an increment: the prices of units would change. */
function notOwn(code: string): BillingError {
  return new BillingError('conflict', {
    message: `rounding: dimension ${code} was not made by Billport, and its price holds for its increment: change both in Paigo's dashboard.`,
    details: { ...aboutMetric(code), state: 'not made by Billport' },
  });
}

/** The metric as it is to be. */
const roundedMetric = (
  found: PaigoDimension,
  rounding: UpdateMetricInput['rounding'],
): PaigoDimension => ({
  ...found,
  ...roundingBody(rounding ?? undefined),
  metadata: { ...found.metadata, [OWN.rounding]: roundingMark(rounding) },
});

/** A metric that is rounded otherwise, with the charges for it. */
class Rounding {
  readonly #paigo: Connection;
  readonly #found: PaigoDimension;
  readonly #input: UpdateMetricInput;
  readonly #context: CallContext;
  readonly #metric: PaigoDimension;
  readonly #rounded: string[] = [];
  #charges: readonly PaigoDimension[] = [];
  readonly warnings: Warning[] = [];

  constructor(
    paigo: Connection,
    found: PaigoDimension,
    input: UpdateMetricInput,
    context: CallContext,
  ) {
    this.#paigo = paigo;
    this.#found = found;
    this.#input = input;
    this.#context = context;
    this.#metric = roundedMetric(found, input.rounding);
  }

  /**
   * Checks that everything can be rounded like that. Changes nothing.
   * @throws BillingError `invalid_input` when Paigo could not price a charge; `conflict` when prices
   *   that others have set would not hold any more
   */
  async check(): Promise<void> {
    const { code, rounding } = this.#input;
    if (rounding === undefined) return;
    if (ownValue(this.#found.metadata, OWN.metric) === undefined) throw notOwn(code);
    this.#charges = chargesOf(await allDimensions(this.#paigo, this.#context), code);
    const repriced = [this.#found, ...this.#charges].filter((dimension) =>
      isOtherIncrement(dimension, roundedCharge(dimension, this.#metric)),
    );
    const wayOut =
      "take that price away in Paigo's dashboard first, or make another metric with this rounding.";
    const dimensionIds = new Set(repriced.map(({ dimensionId }) => dimensionId));
    const about = aboutMetric(code);
    const change = { dimensionIds, field: 'rounding', wayOut, about };
    await checkOwnPrices(this.#paigo, change, this.#context);
  }

  /** Rounds one charge after the other: each has an increment of its own. */
  async roundCharges(): Promise<void> {
    for (const charge of this.#charges) await this.#round(charge);
  }

  async #round({ dimensionId, metadata }: PaigoDimension): Promise<void> {
    const { code } = this.#input;
    const thing = { dimensionId, about: aboutMetric(code), lookup: metricLookup(code) };
    let changes: DimensionChanges = {};
    const rounded = (found: PaigoDimension) => {
      changes = roundedCharge(found, this.#metric);
      return changes;
    };
    const after = await saveDimension(this.#paigo, thing, rounded, this.#context);
    const plan = JSON.stringify(ownValue(metadata, OWN.plan));
    // Packages keep their size.
    if (changes.usageIncrement !== undefined) this.#rounded.push(plan);
    if (isShown(changes, after)) return;
    const message = `Paigo shows the charge of plan ${plan} otherwise than it was sent: read the plan, and set the charge again.`;
    this.warnings.push({ code: 'not_applied', message, field: 'rounding' });
  }

  /** What the metric's own dimension is to be. */
  own(found: PaigoDimension): DimensionChanges {
    const changes = changesOf(this.#input);
    if (this.#input.rounding === undefined) return changes;
    return { ...roundedCharge(found, this.#metric), ...changes };
  }

  /** The error of a call that broke off, with what it has rounded. */
  failed(error: unknown): unknown {
    if (this.#rounded.length === 0 || !BillingError.is(error)) return error;
    const plans = this.#rounded.join(', ');
    const rest = `The charges for the metric are rounded anew already in these plans, at the price for a unit that they had: ${plans}. Repeat the call.`;
    return withRest(error, rest);
  }
}

/** Whether a dimension is as it was sent. */
function isShown(sent: DimensionChanges, after: PaigoDimension): boolean {
  const shown: Readonly<Record<string, unknown>> = { ...dimensionFields(after) };
  return Object.entries(sent).every(([name, value]) => sameData(shown[name], value));
}

/**
 * Changes a metric. Another rounding holds for the plans that charge for it too; a unit costs what it
 * did, and what is included stays.
 * @throws BillingError `not_found`; `invalid_input` when a plan could not be priced with the
 *   rounding; `conflict` for the rounding of a dimension that others made, and where a customer or an
 *   offering has a price of its own for an increment that would change; `outcome_unknown`
 */
export function updateMetric(
  paigo: Connection,
  input: UpdateMetricInput,
  context: CallContext,
): Promise<Result<Metric>> {
  const { code } = input;
  return paigo.turns.take(metricTurn(code), async () => {
    const found = await findMetric(paigo, code, context);
    const rounding = new Rounding(paigo, found, input, context);
    await rounding.check();
    const { dimensionId } = found;
    const thing = { dimensionId, about: aboutMetric(code), lookup: metricLookup(code) };
    const own = (before: PaigoDimension) => rounding.own(before);
    try {
      await rounding.roundCharges();
      return metricResult(await saveDimension(paigo, thing, own, context), rounding.warnings);
    } catch (error) {
      throw rounding.failed(error);
    }
  });
}
