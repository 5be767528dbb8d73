import { currencyDigits, Decimal } from '@billport/core';
import {
  type AdvanceFee,
  advanceBilling,
  Fraction,
  type MeteredEvent,
  type MeteredMetric,
  roundAmount,
  type UniqueValueState,
  uniqueCountStep,
  type ValueAdvance,
  type Window,
} from '@billport/rating';
import { exactText } from './exact-text.ts';
import {
  isGiven,
  objectField,
  objectsField,
  optionalDecimalText,
  textField,
} from './input-field.ts';
import { chargeFromLago } from './lago-spelling.ts';

type Fields = Readonly<Record<string, unknown>>;

const AGGREGATIONS = ['count', 'sum', 'unique_count'] as const;

/** A period that holds the vector's events: they have an order and no dates. */
const WINDOW: Window = { from: 0, to: Number.MAX_SAFE_INTEGER, periodDays: 30, timezone: 'UTC' };

function advanceEvent(event: Fields, index: number, currency: string): MeteredEvent {
  const at = `events[${index}]`;
  const cents = optionalDecimalText(event, 'precise_total_amount_cents', at);
  // An event that brings its own price need not say how many units it is.
  const value = isGiven(event, 'value') ? String(event.value) : cents === undefined ? '' : '1';
  const precise = cents === undefined ? undefined : Decimal.parse(cents);
  return {
    timestamp: index,
    properties: {
      value,
      ...(isGiven(event, 'operation') ? { operation_type: textField(event, 'operation', at) } : {}),
    },
    preciseAmount:
      precise === undefined
        ? undefined
        : Decimal.fromScaled(
            precise.coefficient,
            precise.scale + currencyDigits(currency),
          ).toString(),
  };
}

/** Bills values that are added and removed, keeping a row for each as a store would. */
function valueBiller(billing: ValueAdvance) {
  const values = new Map<string, UniqueValueState>();
  const state = billing.start();
  return (event: MeteredEvent): AdvanceFee | undefined => {
    const entry = billing.entryOf(event);
    if (entry === undefined) return undefined;
    const step = uniqueCountStep(values.get(entry.value), entry);
    values.set(entry.value, step.state);
    return billing.bill(state, step, entry.at, WINDOW);
  };
}

/**
 * Bills the events of a charge in advance: one fee for each.
 * @throws Error naming what is unknown or malformed in the input.
 */
export function runAdvance(input: Fields, currency: string): Fields {
  if (input.prorated === true) {
    throw new Error('prorated charges in advance need dates, which the events do not have.');
  }
  const aggregation = AGGREGATIONS.find((name) => name === input.aggregation);
  if (aggregation === undefined) {
    throw new Error(`aggregation must be one of ${AGGREGATIONS.join(', ')}.`);
  }
  const charge = chargeFromLago(
    textField(input, 'charge_model'),
    objectField(input, 'properties'),
    false,
  );
  const metric: MeteredMetric = { aggregation, property: 'value' };
  const billing = advanceBilling(metric, charge);
  const state = billing.start();
  const bill =
    billing.kind === 'values'
      ? valueBiller(billing)
      : (event: MeteredEvent) => billing.bill(state, event, WINDOW);
  const events = objectsField(input, 'events').map((event, index) =>
    bill(advanceEvent(event, index, currency)),
  );
  return { fees: events.map((fee) => feeResult(fee, currency)) };
}

/** An event that does not count has a fee of nothing. */
function feeResult(fee: AdvanceFee | undefined, currency: string): Fields {
  const amount = fee?.amount ?? Fraction.ZERO;
  return {
    units: (fee?.units ?? Decimal.ZERO).toString(),
    amount: exactText(amount),
    precise_amount: exactText(amount),
    unit_amount: exactText(fee?.unitAmount ?? Fraction.ZERO),
    amount_cents: roundAmount(amount, currency).toString(),
  };
}
