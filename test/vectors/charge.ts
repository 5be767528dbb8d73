import { currencyDigits, Decimal } from '@billport/core';
import {
  type AdvanceFee,
  advanceBilling,
  Fraction,
  type MeteredEvent,
  type MeteredMetric,
  type PricedCharge,
  type ProratedEvent,
  percentageTerms,
  type Rated,
  rate,
  roundAmount,
  type UniqueValueState,
  type Usage,
  uniqueCountStep,
  type ValueAdvance,
  type Window,
  walkEvents,
} from '@billport/rating';
import {
  decimalField,
  integerField,
  isGiven,
  listField,
  objectField,
  objectsField,
  optionalDecimalText,
  textField,
} from './input-field.ts';
import { chargeFromLago } from './lago-spelling.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Enough digits to round to any number of decimals that a vector asks for. */
const DIGITS = 60;

const exact = (amount: Fraction): string => amount.toDecimal(DIGITS).toString();

const sumOf = (list: readonly unknown[], name: string): Decimal =>
  Decimal.sum(list.map((_, index) => decimalField(list as unknown as Fields, String(index), name)));

/** Carries the events' own prices, given in minor units, as one amount in major units. */
function preciseAmount(usage: Fields, currency: string): Partial<Usage> {
  if (!isGiven(usage, 'precise_total_amount_cents')) return {};
  const given = usage.precise_total_amount_cents;
  const cents = sumOf(Array.isArray(given) ? given : [given], 'usage.precise_total_amount_cents');
  return {
    preciseAmount: Decimal.fromScaled(cents.coefficient, cents.scale + currencyDigits(currency)),
  };
}

/** `[{full, prorated}]` or `[{full, prorated_days, period_days}]`. */
function proratedUsage(usage: Fields): Usage {
  const events = objectsField(usage, 'prorated_events', 'usage').map(
    (event, index): ProratedEvent => {
      const at = `usage.prorated_events[${index}]`;
      const full = decimalField(event, 'full', at);
      if (full.isZero()) return { full, share: Fraction.ZERO };
      const share = isGiven(event, 'prorated')
        ? Fraction.of(decimalField(event, 'prorated', at)).dividedBy(Fraction.of(full))
        : Fraction.ofInteger(integerField(event, 'prorated_days', at)).dividedBy(
            Fraction.ofInteger(integerField(event, 'period_days', at)),
          );
      return { full, share };
    },
  );
  const units = events.reduce(
    (sum, { full, share }) => sum.plus(Fraction.of(full).times(share)),
    Fraction.ZERO,
  );
  return {
    units: units.toDecimal(5, 'ceil'),
    fullUnits: Decimal.sum(events.map(({ full }) => full)),
    eventsCount: events.length,
    proratedEvents: events,
  };
}

/** Values of the events, where the vector gives them or there is but one. */
function eventValues(usage: Fields): Decimal[] | undefined {
  if (isGiven(usage, 'event_values')) {
    const list = listField(usage, 'event_values', 'usage');
    return list.map((_, index) =>
      decimalField(list as unknown as Fields, String(index), 'usage.event_values'),
    );
  }
  const one = !isGiven(usage, 'events_count') || integerField(usage, 'events_count', 'usage') === 1;
  const units = decimalField(usage, 'units', 'usage');
  return one && !units.isZero() ? [units] : undefined;
}

function plainUsage(usage: Fields, charge: PricedCharge, currency: string): Usage {
  const values = eventValues(usage);
  const units = isGiven(usage, 'units')
    ? decimalField(usage, 'units', 'usage')
    : Decimal.sum(values ?? []);
  const fullUnits = isGiven(usage, 'full_units')
    ? decimalField(usage, 'full_units', 'usage')
    : units;
  const eventsCount = isGiven(usage, 'events_count')
    ? integerField(usage, 'events_count', 'usage')
    : (values?.length ?? 0);
  const perEvent =
    charge.model === 'percentage' && values !== undefined
      ? { perEvent: walkEvents(percentageTerms(charge.pricing), values) }
      : {};
  const customAmount = isGiven(usage, 'custom_amount')
    ? { customAmount: decimalField(usage, 'custom_amount', 'usage') }
    : {};
  const share = fullUnits.isZero()
    ? Fraction.ZERO
    : Fraction.of(units).dividedBy(Fraction.of(fullUnits));
  return {
    units,
    fullUnits,
    eventsCount,
    ...perEvent,
    ...preciseAmount(usage, currency),
    ...customAmount,
    proratedEvents: fullUnits.isZero() ? [] : [{ full: fullUnits, share }],
  };
}

function arrearsResult({ units, amount, unitAmount, tiers }: Rated, currency: string): Fields {
  return {
    units: units.toString(),
    amount: exact(amount),
    precise_amount: exact(amount),
    unit_amount: exact(unitAmount),
    amount_cents: roundAmount(amount, currency).toString(),
    ranges: tiers?.map((tier) => ({ units: tier.units.toString(), amount: exact(tier.amount) })),
  };
}

function runArrears(input: Fields, currency: string): Fields {
  const usage = objectField(input, 'usage');
  const byEvents = isGiven(usage, 'prorated_events');
  const prorated = input.prorated === true || byEvents || isGiven(usage, 'full_units');
  const charge = chargeFromLago(
    textField(input, 'charge_model'),
    objectField(input, 'properties'),
    prorated,
  );
  const measured = byEvents ? proratedUsage(usage) : plainUsage(usage, charge, currency);
  return arrearsResult(rate(charge, measured), currency);
}

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

function runAdvance(input: Fields, currency: string): Fields {
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
    amount: exact(amount),
    precise_amount: exact(amount),
    unit_amount: exact(fee?.unitAmount ?? Fraction.ZERO),
    amount_cents: roundAmount(amount, currency).toString(),
  };
}

/**
 * Prices a vector of the kind `charge`.
 * @throws Error naming what is unknown or malformed in the input.
 */
export function runCharge(input: Fields): Fields {
  const currency = textField(input, 'currency');
  currencyDigits(currency);
  switch (input.timing) {
    case 'arrears':
      return runArrears(input, currency);
    case 'advance':
      return runAdvance(input, currency);
    default:
      throw new Error(`timing must be arrears or advance, not ${JSON.stringify(input.timing)}.`);
  }
}
