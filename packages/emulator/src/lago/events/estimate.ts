import { BillingError, type Fee } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { invalid, notFound } from '../failure.ts';
import { metricsOf } from '../metric-book.ts';
import { plansOf } from '../plan-book.ts';
import { textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import { currentRow } from '../subscriptions/current-row.ts';
import { engineProperties } from './engine-properties.ts';
import { readEvent } from './read-event.ts';

/** Charge models whose fee needs nothing but the event. */
const INSTANT: readonly string[] = ['standard', 'percentage'];

const NO_CHARGE = { code: ['does_not_match_an_instant_charge'] };

async function activeSubscription(state: LagoState, fields: Fields) {
  const key = textIn(fields, 'external_subscription_id') ?? '';
  const row = await currentRow(state, key);
  if (row?.status !== 'active') throw notFound('subscription');
  return row;
}

/**
 * What an event would cost of charges in advance.
 * @param instant Whether only charges count whose fee needs nothing but the event.
 * @throws LagoFailure 404 for the subscription or the metric, 422 where no such charge prices it.
 */
export async function estimate(state: LagoState, fields: Fields, instant: boolean): Promise<Fee[]> {
  const row = await activeSubscription(state, fields);
  const event = readEvent(state, { transaction_id: 'estimated', ...fields });
  if (metricsOf(state).find(event.code) === undefined) throw notFound('billable_metric');
  const charges = plansOf(state).known(row.planCode)?.charges ?? [];
  const fits = charges.filter(
    ({ metricCode, payInAdvance, chargeModel }) =>
      metricCode === event.code && payInAdvance && (!instant || INSTANT.includes(chargeModel)),
  );
  if (fits.length === 0) throw invalid(NO_CHARGE);
  const ids = new Set(fits.map(({ lagoId }) => lagoId));
  const { fees } = await estimateInEngine(state, {
    subscriptionKey: row.externalId,
    metric: event.code,
    properties: engineProperties(event.properties),
    ...(event.timestamp.engine === undefined ? {} : { timestamp: event.timestamp.engine }),
  });
  return fees.filter(({ chargeCode }) => chargeCode !== undefined && ids.has(chargeCode));
}

type EngineEvent = Parameters<LagoState['billing']['usage']['estimateFees']>[0]['event'];

async function estimateInEngine(state: LagoState, event: EngineEvent) {
  try {
    return await state.billing.usage.estimateFees({ event });
  } catch (error) {
    if (BillingError.is(error, 'invalid_input'))
      throw invalid({ properties: ['value_is_invalid'] });
    throw error;
  }
}
