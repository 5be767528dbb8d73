import type { RefusedFields } from '@billport/adapter-kit';

const NO_FILTERS = 'Paigo has one price for a metric: make one metric for each price.';
const NO_GROUPS = 'Paigo makes one line for a charge: leave it out.';
const NO_MINIMUM = 'Paigo has a minimum for the whole plan only: use minimumCommitment.';
const NO_PRORATION = 'Paigo bills whole units of a month: leave it out.';
const NO_FLAT = 'Paigo has no price for reaching a tier: put it into the price of its units.';
const NO_THRESHOLDS = 'Paigo bills usage at the end of the month only: leave it out.';
const NO_FUTURE = 'Paigo starts at once: leave it out, and make the call when it is to start.';
const NO_END = 'Paigo keeps no end: leave it out, and call subscriptions.terminate then.';
const NO_DYNAMIC = 'Paigo has no charges whose price comes with the event: leave it out.';

/** What Paigo cannot honour, and would not say so (`facts/paigo.md §5`). The only list of it. */
export const refusedFields = {
  'metrics.create.recurring': 'Paigo begins each month at zero: leave it out.',
  'metrics.create.expression': 'Paigo computes no properties: compute it, and send the result.',
  'metrics.update.expression': 'Paigo computes no properties: compute it, and send the result.',
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
  'subscriptions.update.startAt': NO_FUTURE,
  'subscriptions.update.endingAt': NO_END,
  'subscriptions.update.usageThresholds': NO_THRESHOLDS,
  'invoices.list.subscriptionKey':
    'Paigo does not tell which subscription an invoice is for: use customerKey.',
  'usage.record.events.preciseAmount': NO_DYNAMIC,
} as const satisfies RefusedFields;
