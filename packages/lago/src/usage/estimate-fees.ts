import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  currentInstant,
  type Fee,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { feeContextOf } from '../fees/charges-of-plan.ts';
import { toFee } from '../fees/fee.ts';
import { readSubscription } from '../subscriptions/find-subscription.ts';
import type { LagoEstimatedEvent } from '../wire/event.ts';
import type { LagoFee } from '../wire/fee.ts';

type EstimateInput = CheckedInputOf<typeof contract.usage.estimateFees>;

/** Fields of the event that Lago has no place for. */
export const NOT_ESTIMATED = ['event.timestamp', 'event.preciseAmount'];

function warningsOf({ event }: EstimateInput): Warning[] {
  const warnings: Warning[] = [];
  const ignored = (field: string, message: string) =>
    warnings.push({ code: 'not_applied', field: `event.${field}`, message });
  if (event.timestamp !== undefined) {
    ignored('timestamp', 'Lago estimates what the event costs now.');
  }
  if (event.preciseAmount !== undefined) {
    ignored('preciseAmount', 'Lago estimates without the price that an event brings along.');
  }
  return warnings;
}

function isFees(body: unknown): body is { readonly fees: readonly LagoFee[] } {
  return typeof body === 'object' && body !== null && 'fees' in body && Array.isArray(body.fees);
}

async function estimate(lago: Connection, { event }: EstimateInput, context: CallContext) {
  const asked: LagoEstimatedEvent = {
    code: event.metric,
    external_subscription_id: event.subscriptionKey,
    properties: event.properties,
  };
  const body = await lago.send(
    {
      method: 'POST',
      path: path`/events/estimate_fees`,
      body: { event: asked },
      repeat: 'read',
      about: { resource: 'metric', key: event.metric },
    },
    context,
  );
  if (isFees(body)) return body.fees;
  throw new BillingError('malformed_response', {
    message: 'Lago answered without a list of fees.',
  });
}

/** Says what to do about charges in arrears, which have no fees before their period ends. */
function explained(error: unknown, metric: string): unknown {
  const isArrears =
    BillingError.is(error, 'rejected') &&
    error.issues?.some(({ rule }) => rule === 'does_not_match_an_instant_charge');
  if (!isArrears) return error;
  return new BillingError('rejected', {
    message: `event.metric: no charge of the plan bills ${JSON.stringify(metric)} in advance. See usage.current for charges in arrears.`,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.issues !== undefined && { issues: error.issues }),
  });
}

/**
 * What an event would cost now, of charges billed in advance. Nothing is stored.
 * @throws BillingError `not_found`; `rejected` when no such charge prices the metric.
 */
export async function estimateFees(
  lago: Connection,
  input: EstimateInput,
  context: CallContext,
): Promise<{ fees: Fee[]; warnings: Warning[] }> {
  const { subscriptionKey, metric } = input.event;
  const row = await readSubscription(lago, subscriptionKey, context);
  const [fees, feeContext] = await Promise.all([
    estimate(lago, input, context).catch((error: unknown) => {
      throw explained(error, metric);
    }),
    feeContextOf(lago, [row], context),
  ]);
  const estimatedAt = currentInstant(lago.clock);
  return {
    fees: fees.map((fee) => toFee(fee, { ...feeContext, estimatedAt })),
    warnings: warningsOf(input),
  };
}
