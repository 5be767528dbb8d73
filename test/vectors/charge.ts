import { currencyDigits, Decimal } from '@billport/core';
import {
  Fraction,
  type PricedCharge,
  type ProratedEvent,
  percentageTerms,
  type Rated,
  rate,
  roundAmount,
  type Usage,
  walkEvents,
} from '@billport/rating';
import { runAdvance } from './charge-in-advance.ts';
import { exactText } from './exact-text.ts';
import {
  decimalField,
  decimalsField,
  integerField,
  isGiven,
  objectField,
  objectsField,
  textField,
} from './input-field.ts';
import { chargeFromLago } from './lago-spelling.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Carries the events' own prices, given in minor units, as one amount in major units. */
function preciseAmount(usage: Fields, currency: string): Partial<Usage> {
  if (!isGiven(usage, 'precise_total_amount_cents')) return {};
  const cents = Array.isArray(usage.precise_total_amount_cents)
    ? Decimal.sum(decimalsField(usage, 'precise_total_amount_cents', 'usage'))
    : decimalField(usage, 'precise_total_amount_cents', 'usage');
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
  if (isGiven(usage, 'event_values')) return decimalsField(usage, 'event_values', 'usage');
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
    amount: exactText(amount),
    precise_amount: exactText(amount),
    unit_amount: exactText(unitAmount),
    amount_cents: roundAmount(amount, currency).toString(),
    ranges: tiers?.map((tier) => ({
      units: tier.units.toString(),
      amount: exactText(tier.amount),
    })),
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
