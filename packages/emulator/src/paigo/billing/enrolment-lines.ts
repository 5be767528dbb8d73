import { Decimal, type Instant } from '@billport/core';
import { lineAmount } from '../invoices/invoice-amounts.ts';
import { monthsBetween } from '../invoices/months.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { InvoiceLineRecord } from '../records/invoice.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import { billedDimension } from '../usage/billed-dimension.ts';
import { incrementsOf } from '../usage/increments.ts';
import { latestValue } from '../usage/latest-value.ts';
import { type BilledLine, flatLine, tierLines } from '../usage/price-increments.ts';
import { enrolledDimensions, offeringOf } from './enrolled-dimensions.ts';
import { lineName } from './line-names.ts';

/** What tells lines of one dimension apart: the tier, and the group of metadata. */
function describe({ tierName, metadataGroup = {} }: BilledLine): string | undefined {
  const group = Object.entries(metadataGroup).map(([name, value]) => `${name}: ${value}`);
  const parts = [...(tierName === undefined ? [] : [tierName]), ...group];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Lines as invoices have them, without those that hold nothing. */
const linesOf = (
  dimension: DimensionRecord,
  offering: OfferingRecord,
  billed: readonly BilledLine[],
): InvoiceLineRecord[] =>
  billed
    .filter(({ increments }) => !increments.isZero())
    .map((line) => ({
      name: lineName(dimension, offering),
      quantity: line.increments.toString(),
      unitCost: line.unitCost.toString(),
      description: describe(line),
    }));

/** From when an enrolment is billed: not before its trial ends. */
const billedFrom = ({ billedUntil, freeTrialEndDate = billedUntil }: EnrollmentRecord): Instant =>
  freeTrialEndDate > billedUntil ? freeTrialEndDate : billedUntil;

/** Whether the enrolment is free at the moment. */
export const isOnTrial = ({ freeTrialEndDate }: EnrollmentRecord, at: Instant): boolean =>
  freeTrialEndDate !== undefined && freeTrialEndDate > at;

/**
 * What was used and not billed yet, up to the moment; each calendar month for itself, since
 * entitlements and tiers begin anew with it.
 */
export function usageLines(
  state: PaigoState,
  { customerId }: CustomerRecord,
  enrollment: EnrollmentRecord,
  until: Instant,
): InvoiceLineRecord[] {
  const offering = offeringOf(state, enrollment);
  const dimensions = enrolledDimensions(state, enrollment, 'arrear');
  return monthsBetween(billedFrom(enrollment), until).flatMap(({ from, to }) =>
    dimensions.flatMap((dimension) => {
      const { lines } = billedDimension(state, customerId, dimension, from, to);
      return linesOf(dimension, offering, lines);
    }),
  );
}

/** What is paid ahead: the price of a subscription, and the quantities that were bought. */
export function upfrontLines(
  state: PaigoState,
  { customerId }: CustomerRecord,
  enrollment: EnrollmentRecord,
): InvoiceLineRecord[] {
  const offering = offeringOf(state, enrollment);
  const { offeringType, offeringName, subscriptionPrice } = offering;
  const isPriced = offeringType === 'subscription' && subscriptionPrice !== undefined;
  const bought = enrolledDimensions(state, enrollment, 'upfront').flatMap((dimension) => {
    const quantity = latestValue(state, customerId, dimension.dimensionId) ?? Decimal.ZERO;
    const increments = incrementsOf(dimension, quantity);
    const lines = dimension.tiers
      ? tierLines(dimension, dimension.tiers, increments)
      : [flatLine(dimension, increments)];
    return linesOf(dimension, offering, lines);
  });
  const description = `${offeringName} subscription`;
  const price = {
    name: offeringName,
    quantity: '1',
    unitCost: subscriptionPrice ?? '0',
    description,
  };
  return isPriced ? [price, ...bought] : bought;
}

/** What is missing to the least that an offering costs in a cycle (`facts/paigo.md §3.4`). */
export function minimumLines(
  { offeringName, minimumCharge }: OfferingRecord,
  lines: readonly InvoiceLineRecord[],
  currency: string,
): InvoiceLineRecord[] {
  if (minimumCharge === undefined) return [];
  const sum = Decimal.sum(lines.map((line) => lineAmount(line, currency)));
  const missing = Decimal.parse(minimumCharge).minus(sum);
  if (!missing.isPositive()) return [];
  return [{ name: `Minimum charge - ${offeringName}`, quantity: '1', unitCost: `${missing}` }];
}
