import { BillingError, Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { ProratedEvent } from '../metering/usage.ts';
import { unitTiers } from './graduated.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';
import type { Tiers } from './tiers.ts';

/** An addition worth nothing in the period, or a removal of one: neither moves the total. */
function isLeftOut(event: ProratedEvent, after: Decimal): boolean {
  return event.share.isZero() && (event.full.isPositive() || after.isNegative());
}

/**
 * Walks the events with the running full total: the part of an event inside a tier is priced at
 * that tier times the event's share; a negative event walks back down and subtracts likewise. The
 * flat amounts are those of all tiers up to the highest total. Nothing is due where the final
 * total is below zero (`facts/rating.md §5`).
 */
function walk(tiers: Tiers, events: readonly ProratedEvent[]): Fraction {
  let total = Decimal.ZERO;
  let highest = Decimal.ZERO;
  let amount = Fraction.ZERO;
  for (const event of events) {
    const after = total.plus(event.full);
    if (isLeftOut(event, after)) continue;
    const price = tiers.graduatedPrice(after).minus(tiers.graduatedPrice(total));
    amount = amount.plus(Fraction.of(price).times(event.share));
    total = after;
    highest = Decimal.max(highest, total);
  }
  if (total.isNegative()) return Fraction.ZERO;
  const flats = Fraction.of(tiers.reachedFlats(highest));
  return amount.isNegative() ? flats : amount.plus(flats);
}

/** Graduated pricing of prorated units, event by event (`facts/rating.md §5`). */
export function proratedGraduated(pricing: PricingOf<'graduated'>): ChargeModelRule {
  const tiers = unitTiers(pricing);
  return {
    amount: ({ proratedEvents }) => {
      if (proratedEvents === undefined) {
        throw new BillingError('invalid_input', {
          message:
            'usage.proratedEvents is missing: a prorated graduated charge is priced event by event.',
        });
      }
      return walk(tiers, proratedEvents);
    },
  };
}
