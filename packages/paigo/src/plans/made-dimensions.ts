import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createThing } from '../create-thing.ts';
import { deleteDimension } from '../metrics/delete-dimension.ts';
import { aboutPlan, planLookup } from './find-plan.ts';
import { sideBySide } from './side-by-side.ts';
import { type ChargeToWrite, chargeBody } from './write-charge.ts';

/** A dimension or an offering that stays behind, and the request to Paigo that takes it away. */
export const leftThing = (kind: 'dimension' | 'offering', id: string) =>
  `${kind} ${id}, which DELETE ${path`/${kind}s/${id}`} of Paigo itself deletes`;

/** What stays behind of something that failed, in words. */
const leftWords = (left: readonly string[]) =>
  ` At Paigo stays, and does nothing: ${left.join('; ')}.`;

/** The same error, which also names what stays behind. */
export function namingLeft(error: unknown, left: readonly string[]): unknown {
  if (left.length === 0 || !BillingError.is(error)) return error;
  return new BillingError(error.code, {
    ...error.toJSON(),
    message: `${error.message}${leftWords(left)}`,
    cause: error,
  });
}

/**
 * The error of a dimension of which nobody knows whether it was made. The plan was not made, that is
 * certain: no offering names the dimension.
 */
function unmade(error: BillingError): BillingError {
  const { cause } = error;
  if (!BillingError.is(cause)) return error;
  return new BillingError(cause.code, {
    message: `The plan was not changed: ${cause.message}`,
    cause: error,
  });
}

/** Dimensions that were made for a plan, to be taken away again when the plan cannot be. */
export class MadeDimensions {
  readonly #paigo: Connection;
  readonly #planCode: string;
  /** By place in the plan; a place whose dimension was not made is empty. */
  readonly #ids: string[] = [];
  /** Dimensions of which nobody knows whether they were made. */
  readonly #doubtful: string[] = [];

  constructor(paigo: Connection, planCode: string) {
    this.#paigo = paigo;
    this.#planCode = planCode;
  }

  /** Ids of all that were made, in the order of their charges. */
  get ids(): readonly string[] {
    return Object.values(this.#ids);
  }

  /**
   * Makes the dimensions of charges, some at a time.
   * @throws BillingError of the first that fails, when nothing is under way any more
   */
  async makeAll(charges: readonly ChargeToWrite[], context: CallContext): Promise<void> {
    await sideBySide(charges.entries(), async ([place, written]) => {
      this.#ids[place] = await this.#make(written, context);
    });
  }

  /** Makes the dimension of a charge. @returns its id */
  async #make(written: ChargeToWrite, context: CallContext): Promise<string> {
    const body = chargeBody(written);
    try {
      const about = aboutPlan(this.#planCode);
      const lookup = planLookup(this.#planCode);
      const thing = {
        path: path`/dimensions`,
        idField: 'dimensionId',
        body,
        about,
        lookup,
      } as const;
      return await createThing(this.#paigo, thing, context);
    } catch (error) {
      if (!BillingError.is(error, 'outcome_unknown')) throw error;
      const name = JSON.stringify(body.dimensionName);
      this.#doubtful.push(
        `perhaps a dimension ${name}, for which GET /dimensions of Paigo itself looks`,
      );
      throw unmade(error);
    }
  }

  /** The error of an offering of which nobody knows whether it holds them: they stay. */
  inDoubt(error: BillingError): BillingError {
    if (this.#ids.length === 0) return error;
    const ids = this.ids.map((id) => leftThing('dimension', id)).join('; ');
    return new BillingError(error.code, {
      ...error.toJSON(),
      message: `${error.message} Where it did not, these stay, and do nothing: ${ids}.`,
      cause: error,
    });
  }

  /**
   * Takes all of them away again, also when the caller has given up.
   * @returns what stays behind, in words
   */
  async takeAway(): Promise<string[]> {
    const left = [...this.#doubtful];
    for (const id of this.ids) {
      try {
        const [about, lookup] = [aboutPlan(this.#planCode), planLookup(this.#planCode)];
        const thing = { dimensionId: id, about, lookup };
        await deleteDimension(this.#paigo, thing, undefined);
      } catch (error) {
        if (!BillingError.is(error)) throw error;
        left.push(leftThing('dimension', id));
      }
    }
    return left;
  }
}
