import { afterWrite, changedCharges, checkRemovals, path } from '@billport/adapter-kit';
import {
  BillingError,
  type Charge,
  chargeCode,
  invalidInput,
  type UpdatePlanInput,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { DimensionChanges } from '../metrics/dimension-fields.ts';
import { metricCodeOf } from '../metrics/find-metric.ts';
import { isOtherIncrement } from '../metrics/rounded-charge.ts';
import { saveDimension } from '../metrics/save-dimension.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import { shownOtherwise } from '../shown-otherwise.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { listOf } from '../wire/reading.ts';
import { chargeCodeOf, chargedDimensions, dimensionsOf, isRemoved } from './charge-dimension.ts';
import { checkOwnPrices } from './check-own-prices.ts';
import { sharedMetricIssues } from './check-plan.ts';
import { aboutPlan, planLookup } from './find-plan.ts';
import { MadeDimensions, namingLeft } from './made-dimensions.ts';
import { readCharge } from './read-charge.ts';
import { type ResolvedCharge, resolveMetrics } from './resolve-metrics.ts';
import { sideBySide } from './side-by-side.ts';
import { toPlan } from './to-plan.ts';
import { type ChargeToWrite, chargeBody, chargeChanges } from './write-charge.ts';

/** A dimension that stays, and what its charge is to be. */
interface KeptCharge {
  readonly dimension: PaigoDimension;
  readonly written: ChargeToWrite;
}

/** What becomes of the dimensions of a plan. */
interface ChargePlan {
  /** Those that stay, with what changes of them. */
  readonly saved: readonly KeptCharge[];
  readonly made: readonly ChargeToWrite[];
  /** Those that the plan is to charge for no more. */
  readonly retired: readonly PaigoDimension[];
  /** Those that another one takes the place of in this plan. */
  readonly replaced: readonly PaigoDimension[];
  /** Those that stay and get another increment. */
  readonly otherwise: readonly PaigoDimension[];
}

/** A dimension cannot go from one price to tiers or back (`facts/paigo.md §3.2`). */
function fits(dimension: PaigoDimension, written: ChargeToWrite): boolean {
  const { metadata, tiers } = dimension;
  return (
    // Other offerings may hold what others made.
    ownValue(metadata, OWN.plan) === written.planCode &&
    metricCodeOf(dimension) === written.charge.metric &&
    listOf(tiers).length > 0 === (written.charge.model === 'graduated')
  );
}

function positionOf({ metadata }: PaigoDimension): number | undefined {
  const position = ownValue(metadata, OWN.position);
  return position === undefined ? undefined : Number(position);
}

/**
 * Decides what becomes of each dimension. Where Paigo merges lists, a change that broke off can have
 * left two for one charge: then one of them goes.
 */
function planCharges(
  living: readonly PaigoDimension[],
  planCode: string,
  resolved: readonly ResolvedCharge[],
  removeCharges: readonly string[],
): ChargePlan {
  let next = Math.max(-1, ...living.map((dimension) => positionOf(dimension) ?? -1));
  next = Math.max(next, living.length - 1);
  const saved: KeptCharge[] = [];
  const made: ChargeToWrite[] = [];
  const retired = living.filter((dimension) => removeCharges.includes(chargeCodeOf(dimension)));
  const replaced: PaigoDimension[] = [];
  for (const { charge, metric } of resolved) {
    const code = chargeCode(charge);
    const before = living.filter(
      (dimension) => chargeCodeOf(dimension) === code && !retired.includes(dimension),
    );
    const position = before.map(positionOf).find((known) => known !== undefined) ?? ++next;
    const written = { charge, metric, planCode, position };
    const kept = before.findLast((dimension) => fits(dimension, written));
    if (kept === undefined) {
      made.push(written);
      replaced.push(...before);
    } else saved.push({ dimension: kept, written });
    retired.push(...before.filter((dimension) => dimension !== kept));
  }
  const otherwise = saved
    .filter(({ dimension, written }) => isOtherIncrement(dimension, chargeChanges(written)))
    .map(({ dimension }) => dimension);
  return { saved, made, retired, replaced, otherwise };
}

const isOwn = ({ metadata }: PaigoDimension, planCode: string) =>
  ownValue(metadata, OWN.plan) === planCode;

/** Ids of the dimensions that an offering holds. */
const idsIn = (offering: PaigoOffering): ReadonlySet<string> =>
  new Set(dimensionsOf(offering).map(({ dimensionId }) => dimensionId));

/** What makes a dimension free and hides it, wherever it stays attached. */
function retirement({ tiers }: PaigoDimension): DimensionChanges {
  const metadata = { [OWN.removed]: 'true' };
  if (listOf(tiers).length > 0) {
    return { tiers: [{ upperBound: 'inf', tierPosition: '1', unitPrice: '0' }], metadata };
  }
  return { consumptionPrice: '0', usageEntitlement: 0, overageAllowed: 'true', metadata };
}

/** Charges of a plan; undefined where one is not shown. */
interface Charges {
  readonly charges: readonly (Charge | undefined)[];
  readonly createdAt?: undefined;
}

/** The dimensions of a plan that is being changed. */
export class ChangingCharges {
  readonly #paigo: Connection;
  readonly #code: string;
  readonly #offering: PaigoOffering;
  readonly #context: CallContext;
  readonly #made: MadeDimensions;
  readonly #attached: readonly PaigoDimension[];
  #plan: ChargePlan = { saved: [], made: [], retired: [], replaced: [], otherwise: [] };
  #isBegun = false;

  constructor(
    paigo: Connection,
    { code, offering }: { readonly code: string; readonly offering: PaigoOffering },
    context: CallContext,
  ) {
    this.#paigo = paigo;
    this.#code = code;
    this.#offering = offering;
    this.#context = context;
    this.#made = new MadeDimensions(paigo, code);
    this.#attached = dimensionsOf(offering);
  }

  /**
   * Checks the change against what is there. Changes nothing.
   * @throws BillingError `not_found` for charges and metrics that are not there; `invalid_input`
   *   for what Paigo cannot price; `conflict` where a customer or an offering has a price of its own
   *   that would not hold any more
   */
  async check(input: UpdatePlanInput): Promise<void> {
    const { charges = [], removeCharges = [] } = input;
    // What a call that failed has hidden already can be removed by its repeat.
    checkRemovals(this.#attached.map(chargeCodeOf), input);
    const [issue] =
      charges.length === 0 ? [] : sharedMetricIssues(changedCharges(toPlan(this.#offering), input));
    if (issue !== undefined) throw invalidInput([{ ...issue, path: ['charges'] }]);
    const resolved = await resolveMetrics(this.#paigo, charges, this.#context);
    const living = chargedDimensions({ ...this.#offering, dimensionOverrides: null });
    this.#plan = planCharges(living, this.#code, resolved, removeCharges);
    await this.#checkOwnPrices();
  }

  async #checkOwnPrices(): Promise<void> {
    const idsOf = (dimensions: readonly PaigoDimension[]) =>
      new Set(dimensions.map(({ dimensionId }) => dimensionId));
    const wayOut =
      "take that price away in Paigo's dashboard first, or make another plan, and move subscriptions to it.";
    const about = aboutPlan(this.#code);
    const change = { field: 'charges', wayOut, about };
    const { offeringId } = this.#offering;
    // Another dimension takes the place in this plan alone; another increment is one everywhere.
    for (const each of [
      { ...change, dimensionIds: idsOf(this.#plan.replaced), offeringId },
      { ...change, dimensionIds: idsOf(this.#plan.otherwise) },
    ]) {
      await checkOwnPrices(this.#paigo, each, this.#context);
    }
  }

  /** Whether the list of dimensions is another one afterwards. */
  get #isOtherList(): boolean {
    return this.#plan.made.length > 0 || this.#plan.retired.length > 0;
  }

  async #save(dimensionId: string, changes: DimensionChanges): Promise<void> {
    const about = aboutPlan(this.#code);
    const thing = { dimensionId, about, lookup: planLookup(this.#code) };
    await saveDimension(this.#paigo, thing, () => changes, this.#context);
  }

  async #writeEach(): Promise<void> {
    await this.#made.makeAll(this.#plan.made, this.#context);
    await sideBySide(this.#plan.saved, async ({ dimension, written }) => {
      await this.#save(dimension.dimensionId, chargeChanges(written));
      this.#isBegun = true;
    });
  }

  /**
   * Makes new dimensions and changes those that stay. Those that go are left as they are: until the
   * offering has its new list, the plan charges by them. New ones are taken away again when it fails:
   * no offering holds them yet.
   * @returns the whole list of dimensions of the offering; undefined where it stays
   */
  async write(): Promise<readonly string[] | undefined> {
    try {
      await this.#writeEach();
    } catch (error) {
      throw await this.#withoutMade(error);
    }
    if (!this.#isOtherList) return undefined;
    const goes = new Set(this.#gone());
    const stay = this.#attached.map(({ dimensionId }) => dimensionId);
    return [...stay.filter((id) => !goes.has(id)), ...this.#made.ids];
  }

  /**
   * Makes free and hides those that were to go and that the offering holds all the same, where Paigo
   * merges lists (`facts/paigo.md §6.33`).
   * @param after the offering as it is with its new list
   * @returns the offering as it is then
   * @throws BillingError when one could not be freed: the message says that it is charged for
   */
  async freeRetired(after: PaigoOffering): Promise<PaigoOffering> {
    const attached = await afterWrite(planLookup(this.#code), () => idsIn(after));
    const staying = this.#plan.retired.filter(
      (dimension) => attached.has(dimension.dimensionId) && isOwn(dimension, this.#code),
    );
    if (staying.length === 0) return after;
    await sideBySide(staying, (dimension) => this.#free(dimension));
    const address = path`/offerings/${after.offeringId}`;
    return afterWrite(planLookup(this.#code), () =>
      this.#paigo.readOne<PaigoOffering>(address, aboutPlan(this.#code), this.#context),
    );
  }

  async #free(dimension: PaigoDimension): Promise<void> {
    try {
      await this.#save(dimension.dimensionId, retirement(dimension));
    } catch (error) {
      if (!BillingError.is(error)) throw error;
      const code = JSON.stringify(chargeCodeOf(dimension));
      throw new BillingError(error.code, {
        ...error.toJSON(),
        message: `${error.message} The plan is changed, and Paigo keeps the former charge ${code} in it and bills it (dimension ${dimension.dimensionId}): repeat the call.`,
        cause: error,
      });
    }
  }

  /** Ids of the dimensions that the offering is to hold no more, also from earlier changes. */
  #gone(): string[] {
    const hidden = this.#attached.filter(isRemoved);
    return [...this.#plan.retired, ...hidden].map(({ dimensionId }) => dimensionId);
  }

  /** Ids of those among them that were made for this plan, and can be deleted. */
  toDelete(): string[] {
    if (!this.#isOtherList) return [];
    const own = [...this.#plan.retired, ...this.#attached.filter(isRemoved)];
    return own.filter((each) => isOwn(each, this.#code)).map(({ dimensionId }) => dimensionId);
  }

  /** Says which charges Paigo shows otherwise than they were sent. */
  differences(after: PaigoOffering): Warning[] {
    const written = [...this.#plan.saved.map((each) => each.written), ...this.#plan.made];
    if (written.length === 0) return [];
    const sent = written.map((each) => readCharge({ ...chargeBody(each), dimensionId: '' }).charge);
    const { charges } = toPlan(after);
    const shown = written.map(({ charge }) =>
      charges.find((each) => chargeCode(each) === chargeCode(charge)),
    );
    return shownOtherwise<Charges>({ charges: sent }, { charges: shown });
  }

  /** Says what a charge that goes takes with it, and what could not be let go of. */
  *warnings(after: PaigoOffering): Generator<Warning> {
    for (const dimension of this.#plan.retired) {
      const code = JSON.stringify(chargeCodeOf(dimension));
      const { dimensionId } = dimension;
      const stays = idsIn(after).has(dimensionId);
      if (stays && !isOwn(dimension, this.#code)) {
        const message = `Paigo keeps dimension ${dimensionId} in the offering, and goes on billing it: remove it in Paigo's dashboard.`;
        yield { code: 'not_applied', message, field: 'charges' };
        continue;
      }
      const message = `Usage of this month under the former charge ${code} is not billed any more.`;
      yield { code: 'partial', message, field: 'charges' };
    }
  }

  async #withoutMade(error: unknown): Promise<unknown> {
    const left = namingLeft(error, await this.#made.takeAway());
    if (!this.#isBegun || !BillingError.is(left)) return left;
    return new BillingError(left.code, {
      ...left.toJSON(),
      message: `${left.message} Some charges are changed already: repeat the call.`,
      cause: error,
    });
  }

  /** The error of an offering that did not take its list, with what stays behind. */
  async failed(error: unknown): Promise<unknown> {
    if (BillingError.is(error, 'outcome_unknown')) return this.#made.inDoubt(error);
    return this.#withoutMade(error);
  }
}
