import { afterWrite } from '@billport/adapter-kit';
import { BillingError, type CreatePlanInput, type Plan, type Result } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { inTurnOfMetrics } from '../metrics/in-turn-of-metrics.ts';
import { checkMetadata } from '../own-metadata.ts';
import { settleCode } from '../settle-code.ts';
import { shownOtherwise } from '../shown-otherwise.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { checkPlan } from './check-plan.ts';
import { createOffering, offeringBody } from './create-offering.ts';
import { deleteOffering } from './delete-offering.ts';
import { aboutPlan, allOfferings, planLookup } from './find-plan.ts';
import { MadeDimensions, namingLeft } from './made-dimensions.ts';
import { notKept } from './not-kept.ts';
import { type ResolvedCharge, resolveMetrics } from './resolve-metrics.ts';
import { planCode, planResult, toPlan } from './to-plan.ts';
import { chargeBody } from './write-charge.ts';

function taken(code: string): BillingError {
  return new BillingError('already_exists', {
    message: `There is a plan ${JSON.stringify(code)} already.`,
    details: aboutPlan(code),
  });
}

/** A plan that is being made. */
class PlanInTheMaking {
  readonly #paigo: Connection;
  readonly #input: CreatePlanInput;
  readonly #context: CallContext;
  readonly #dimensions: MadeDimensions;

  constructor(paigo: Connection, input: CreatePlanInput, context: CallContext) {
    this.#paigo = paigo;
    this.#input = input;
    this.#context = context;
    this.#dimensions = new MadeDimensions(paigo, input.code);
  }

  async withCode(): Promise<PaigoOffering[]> {
    const offerings = await allOfferings(this.#paigo, this.#context);
    return offerings.filter((offering) => planCode(offering) === this.#input.code);
  }

  /** The offering as it was sent, under the id that Paigo gave it. */
  asSent({ offeringId }: PaigoOffering, charges: readonly ResolvedCharge[]): PaigoOffering {
    const { code: planCode } = this.#input;
    const dimensions = charges.map((resolved, position) => ({
      ...chargeBody({ ...resolved, planCode, position }),
      dimensionId: this.#dimensions.ids[position] ?? '',
    }));
    return { ...offeringBody(this.#input, this.#dimensions.ids), offeringId, dimensions };
  }

  /** Makes the dimensions of the charges and the offering. @returns id of the offering */
  async make(charges: readonly ResolvedCharge[]): Promise<string> {
    const { code } = this.#input;
    try {
      const written = charges.map((each, position) => ({ ...each, planCode: code, position }));
      await this.#dimensions.makeAll(written, this.#context);
      const body = offeringBody(this.#input, this.#dimensions.ids);
      return await createOffering(this.#paigo, code, body, this.#context);
    } catch (error) {
      // The offering may be there, and then it needs its dimensions.
      if (BillingError.is(error, 'outcome_unknown')) throw this.#dimensions.inDoubt(error);
      throw namingLeft(error, await this.#dimensions.takeAway());
    }
  }

  /** Takes everything away again. */
  async #remove(offeringId: string): Promise<void> {
    await deleteOffering(this.#paigo, { offeringId, code: this.#input.code }, undefined);
    const left = await this.#dimensions.takeAway();
    if (left.length > 0) throw namingLeft(taken(this.#input.code), left);
  }

  /** Reads what was made. */
  async settle(offeringId: string): Promise<PaigoOffering> {
    const { code } = this.#input;
    const made = await settleCode({
      lookup: planLookup(code),
      withCode: () => this.withCode(),
      isOwn: (offering) => offering.offeringId === offeringId,
      remove: () => this.#remove(offeringId),
      taken: taken(code),
    });
    if (made !== undefined) return made;
    throw new BillingError('outcome_unknown', {
      message: 'Paigo took the plan, and does not show it yet. Do not repeat the call.',
      details: { lookup: planLookup(code) },
    });
  }
}

async function create(
  paigo: Connection,
  input: CreatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  const { code, charges = [] } = input;
  const plan = new PlanInTheMaking(paigo, input, context);
  if ((await plan.withCode()).length > 0) throw taken(code);
  const resolved = await resolveMetrics(paigo, charges, context);
  const made = await plan.settle(await plan.make(resolved));
  return afterWrite(planLookup(code), () => {
    const differences = shownOtherwise(toPlan(plan.asSent(made, resolved)), toPlan(made));
    return planResult(made, [...notKept(input), ...differences]);
  });
}

/**
 * Creates a plan: a dimension for each charge, and the offering that holds them. What a failed call
 * has made is taken away again; what could not be is named in the error.
 * @throws BillingError `invalid_input` for what Paigo cannot bill, before anything is sent;
 *   `not_found` for unknown metrics; `already_exists`; `outcome_unknown`
 */
export async function createPlan(
  paigo: Connection,
  input: CreatePlanInput,
  context: CallContext,
): Promise<Result<Plan>> {
  checkMetadata(input.metadata);
  checkPlan(input);
  const metrics = (input.charges ?? []).map(({ metric }) => metric);
  return paigo.turns.take(`plan:${input.code}`, () =>
    inTurnOfMetrics(paigo, metrics, () => create(paigo, input, context)),
  );
}
