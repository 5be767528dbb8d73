import type { RefusedFields } from '@billport/adapter-kit';

const NO_EXPRESSION =
  'Paigo computes no properties: leave it out, compute it yourself, and record the result.';
const NO_FILTERS =
  'Paigo has one price for a metric: make a metric for each price, and leave filters out.';
const NO_GROUPS =
  'Paigo makes one line for a charge: make a metric for each group, and leave it out.';
const NO_MINIMUM = 'Paigo has a minimum for the whole plan only: write it as minimumCommitment.';
const NO_PRORATION = 'Paigo bills the units of a whole month: leave it out.';
const NO_FLAT =
  'Paigo has no price for reaching a tier: put it into the price of its units, and leave it out.';
const NO_THRESHOLDS =
  'Paigo bills usage at the end of the month only: leave it out, and look at usage.current.';
const NO_FUTURE = 'Paigo starts at once: leave it out, and make the call when it is to start.';
const NO_MOVE =
  'Paigo keeps the start that it has: leave it out, or end it and create another one.';
const NO_END = 'Paigo keeps no end: leave it out, and call subscriptions.terminate then.';
const NO_DYNAMIC =
  'Paigo has no charges whose price comes with the event: leave it out, and price the metric in the plan.';

/** What Paigo cannot honour, and would not say so (`facts/paigo.md §5`). The only list of it. */
export const refusedFields = {
  'metrics.create.recurring':
    'Paigo begins each month at zero: leave it out, and record what goes on each month again.',
  'metrics.create.expression': NO_EXPRESSION,
  'metrics.update.expression': NO_EXPRESSION,
  'plans.create.charges.filters': NO_FILTERS,
  'plans.create.charges.groupBy': NO_GROUPS,
  'plans.create.charges.minimum': NO_MINIMUM,
  'plans.create.charges.prorated': NO_PRORATION,
  'plans.create.charges.pricing.tiers.flatAmount': NO_FLAT,
  'plans.create.usageThresholds': NO_THRESHOLDS,
  'plans.update.charges.filters': NO_FILTERS,
  'plans.update.charges.groupBy': NO_GROUPS,
  'plans.update.charges.minimum': NO_MINIMUM,
  'plans.update.charges.prorated': NO_PRORATION,
  'plans.update.charges.pricing.tiers.flatAmount': NO_FLAT,
  'plans.update.usageThresholds': NO_THRESHOLDS,
  'subscriptions.create.startAt': NO_FUTURE,
  'subscriptions.create.endingAt': NO_END,
  'subscriptions.create.usageThresholds': NO_THRESHOLDS,
  'subscriptions.update.startAt': NO_MOVE,
  'subscriptions.update.endingAt': NO_END,
  'subscriptions.update.usageThresholds': NO_THRESHOLDS,
  'invoices.list.subscriptionKey':
    'Paigo does not tell which subscription an invoice is for: leave it out, and write customerKey.',
  'usage.record.events.preciseAmount': NO_DYNAMIC,
} as const satisfies RefusedFields;
