import { path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readByCode } from '../read-by-code.ts';
import type { ChargeOfFee, FeeContext } from './fee.ts';

/** What is read of a plan here. */
interface PlanOfFees {
  readonly code: string;
  readonly charges?: readonly {
    readonly lago_id: string;
    readonly code?: string | null;
    readonly charge_model: string;
    readonly billable_metric_code: string;
  }[];
}

/** The charges of a plan by Lago's id; none of a plan that is gone. */
async function chargesOf(lago: Connection, code: string, context: CallContext) {
  const thing = { root: 'plan', resource: 'plan', code, path: path`/plans/${code}` };
  try {
    return (await readByCode<PlanOfFees>(lago, thing, context)).charges ?? [];
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/**
 * What the fees of these subscriptions do not say themselves: codes and models of their charges
 * and codes of their plans. Reads each plan once.
 */
export async function feeContextOf(
  lago: Connection,
  subscriptions: readonly { readonly lago_id: string; readonly plan_code: string }[],
  context: CallContext,
): Promise<FeeContext> {
  const plans = new Map(subscriptions.map(({ lago_id: id, plan_code: code }) => [id, code]));
  const charges = new Map<string, ChargeOfFee>();
  for (const code of new Set(plans.values())) {
    for (const charge of await chargesOf(lago, code, context)) {
      charges.set(charge.lago_id, {
        code: charge.code ?? charge.billable_metric_code,
        model: charge.charge_model,
      });
    }
  }
  return { chargeOf: (id) => charges.get(id), planCodeOf: (id) => plans.get(id) };
}
