import { Decimal } from '@billport/core';
import type { PricingOf } from './priced-charge.ts';

/** Percentage pricing, read once. Allowances and bounds that are absent or zero are undefined. */
export interface PercentageTerms {
  /** Share of the units: 2.9 percent is 0.029. */
  readonly share: Decimal;
  /** For each event that is not free; major units. */
  readonly fixed: Decimal;
  readonly freeEvents: number | undefined;
  readonly freeUnits: Decimal | undefined;
  readonly minimum: Decimal | undefined;
  readonly maximum: Decimal | undefined;
}

/** A rate in percent as a share of one: exact, since it only moves the point. */
export function shareOf(percent: string): Decimal {
  const rate = Decimal.parse(percent);
  return Decimal.fromScaled(rate.coefficient, rate.scale + 2);
}

const optional = (text: string | undefined): Decimal | undefined =>
  text === undefined ? undefined : Decimal.parse(text);

/** Reads percentage pricing. An allowance of zero is none. */
export function percentageTerms(pricing: PricingOf<'percentage'>): PercentageTerms {
  const freeUnits = optional(pricing.freeUnits);
  return {
    share: shareOf(pricing.rate),
    fixed: optional(pricing.fixedAmount) ?? Decimal.ZERO,
    freeEvents: pricing.freeEvents || undefined,
    freeUnits: freeUnits?.isPositive() ? freeUnits : undefined,
    minimum: optional(pricing.minimumPerEvent),
    maximum: optional(pricing.maximumPerEvent),
  };
}

/** Whether each event is billed by itself, so that its price can be held within bounds. */
export function hasBounds(terms: PercentageTerms): boolean {
  return terms.minimum !== undefined || terms.maximum !== undefined;
}

/**
 * Whether the fee depends on single events and not only on their sum and number. Free units alone
 * are taken off the sum; single events matter once some of them go without the fixed amount.
 */
export function dependsOnEvents(terms: PercentageTerms): boolean {
  const freesEvents = terms.freeUnits !== undefined && !terms.fixed.isZero();
  return hasBounds(terms) || terms.freeEvents !== undefined || freesEvents;
}

/**
 * What the stored walk over the events of a charge depends on: the allowances, and where events
 * have bounds also their price.
 */
export function walkSignature(terms: PercentageTerms): string {
  const { share, fixed, freeEvents, freeUnits, minimum, maximum } = terms;
  const prices = hasBounds(terms) ? [share, fixed, minimum, maximum] : [];
  return ['walk', freeEvents, freeUnits, ...prices].join(':');
}
