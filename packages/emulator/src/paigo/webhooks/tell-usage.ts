import { Decimal, type Instant } from '@billport/core';
import { monthOf } from '../invoices/months.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';
import { countedRecords } from '../usage/counted-records.ts';
import { enrollmentOf } from '../usage/enrollment-of.ts';
import { totalIncrements } from '../usage/total-increments.ts';

/** Shares of an entitlement that are told, and how (`facts/paigo.md §3.10`). */
const LEVELS = [
  // Nobody knows Paigo's word for this one.
  { share: Decimal.parse('0.8'), eventType: 'usageEntitlementThresholdReached' },
  { share: Decimal.ONE, eventType: 'usageEntitlementLimitReached' },
];

/** What was told, so that each is told once a month. */
const told = new WeakMap<CustomerRecord, Set<string>>();

/** What was used of a dimension in the month of the moment, in consumption units. */
function usedInMonth(
  state: PaigoState,
  customerId: string,
  dimension: DimensionRecord,
  moment: Instant,
): Decimal {
  const { dimensionId, usageIncrement } = dimension;
  const records = countedRecords(state, { customerId, dimensionId, ...monthOf(moment) });
  return totalIncrements(dimension, records).times(Decimal.parse(usageIncrement));
}

function levelsReached(limit: Decimal, used: Decimal) {
  if (!limit.isPositive()) return [];
  return LEVELS.filter(({ share }) => used.compare(limit.times(share)) >= 0);
}

/**
 * Tells who subscribed when a customer has used 80 and 100 percent of what is included in the
 * month. Takes no time where nobody did.
 */
export function tellUsage(
  state: PaigoState,
  customerId: string,
  dimensionId: string,
  timestamp: Instant,
): void {
  if (state.webhooks.subscribersOf('ENTITLEMENT').length === 0) return;
  const customer = state.customers.get(customerId);
  const dimension = state.dimensions.get(dimensionId);
  const enrollment = customer && enrollmentOf(state, customer, dimensionId);
  const { usageEntitlement: limit = 'inf' } = dimension ?? {};
  if (!customer || !dimension || !enrollment || limit === 'inf') return;
  const used = usedInMonth(state, customerId, dimension, timestamp);
  const known = told.get(customer) ?? new Set<string>();
  told.set(customer, known);
  for (const { eventType } of levelsReached(Decimal.parse(limit), used)) {
    const key = `${eventType} ${dimensionId} ${monthOf(timestamp).from}`;
    if (known.has(key)) continue;
    known.add(key);
    const { customerName, email } = customer;
    const about = { timestamp, dimensionId, customerId, customerName, email };
    const amounts = { entitlementLimit: limit, currentUsageTotal: used.toString() };
    const payload = { ...about, ...amounts, eventType, webhookType: 'ENTITLEMENT' };
    state.webhooks.send('ENTITLEMENT', payload, enrollment.offeringId);
  }
}
