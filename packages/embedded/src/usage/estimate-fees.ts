import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Fee,
  pathText,
  toEpochMs,
} from '@billport/core';
import { advanceLine } from '../billing/advance-lines.ts';
import { planOf } from '../billing/plan-of.ts';
import type { Engine, Moment } from '../engine.ts';
import { settle } from '../invoicing/settle.ts';
import { AdvanceEvents } from './advance-events.ts';
import { type AcceptedEvent, EventCheck } from './event-check.ts';
import type { StoredEvent } from './event-table.ts';
import { aggregateKey } from './meter-event.ts';
import { meteredCharges } from './metered-charge.ts';

type EstimateInput = CheckedInputOf<(typeof contract)['usage']['estimateFees']>;

function accept(
  engine: Engine,
  { event }: EstimateInput,
  now: number,
): AcceptedEvent & StoredEvent {
  const at = event.timestamp === undefined ? now : toEpochMs(event.timestamp);
  const accepted = new EventCheck(engine).check({ ...event, id: 'estimate', timestamp: '' }, at);
  if ('code' in accepted) {
    throw new BillingError(accepted.code, {
      message: `${pathText(['event', ...accepted.path])}: ${accepted.message}`,
      issues: [{ path: ['event', ...accepted.path], message: accepted.message }],
    });
  }
  return { ...accepted, id: 'estimate', timestamp: at, preciseAmount: event.preciseAmount };
}

/**
 * What an event would cost of charges billed in advance. Meant for a transaction that is undone.
 * @throws BillingError `rejected` when no such charge prices the metric.
 */
export function estimateFees(
  engine: Engine,
  input: EstimateInput,
  { now }: Moment,
): { fees: Fee[] } {
  const event = accept(engine, input, now);
  const { stay, metric } = event;
  const charges = meteredCharges(engine, planOf(engine, stay)).filter(
    ({ charge, metric: priced }) => charge.timing === 'advance' && priced.code === metric.code,
  );
  if (charges.length === 0) {
    throw new BillingError('rejected', {
      message: `event.metric: no charge of plan ${JSON.stringify(stay.planCode)} bills ${JSON.stringify(metric.code)} in advance. See usage.current for charges in arrears.`,
    });
  }
  const advance = new AdvanceEvents(engine, { keepFree: true });
  for (const metered of charges) {
    advance.bill(stay, metered, aggregateKey(engine, stay, metered, event), event);
  }
  const lines = advance.fees.map((fee) => advanceLine(engine, fee, now));
  const { body } = settle(engine, {
    kind: 'advance_charge',
    invoiceId: 'estimate',
    customerKey: stay.customerKey,
    currency: planOf(engine, stay).price.currency,
    lines,
    progressive: undefined,
    draft: true,
    periods: [],
    at: now,
  });
  return { fees: body.fees.map((fee) => ({ ...fee, id: 'estimate' })) };
}
