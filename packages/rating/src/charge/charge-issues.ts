import type { Charge, Issue } from '@billport/core';
import type { MeteredMetric } from '../metering/metered-event.ts';
import { dependsOnEvents, percentageTerms } from './percentage-terms.ts';

const issue = (path: Issue['path'], message: string): Issue => ({
  path,
  message,
  rule: 'not_allowed_with_aggregation',
});

/** Aggregations whose next event can be billed alone (`facts/rating.md §4`). */
const IN_ADVANCE: readonly string[] = ['count', 'sum', 'unique_count', 'custom'];
/** Aggregations whose units can be counted by days. */
const PRORATED: readonly string[] = ['sum', 'unique_count'];
/** Aggregations whose units are made of single events. */
const BY_EVENT: readonly string[] = ['count', 'sum', 'unique_count'];

function modelIssues({ model }: Charge, { aggregation }: MeteredMetric): Issue[] {
  if (model === 'dynamic' && aggregation !== 'sum') {
    return [issue(['model'], `dynamic prices the events of a sum metric, not of ${aggregation}.`)];
  }
  if ((model === 'custom') !== (aggregation === 'custom')) {
    return [
      issue(
        ['model'],
        model === 'custom'
          ? `custom takes its amount from a custom metric, not from ${aggregation}.`
          : `A custom metric sets its own amount: use the model custom, not ${model}.`,
      ),
    ];
  }
  const percentage = model === 'percentage' || model === 'graduated_percentage';
  return percentage && aggregation === 'latest'
    ? [issue(['model'], `${model} cannot price a latest metric: use standard or graduated.`)]
    : [];
}

function timingIssues({ timing }: Charge, { aggregation }: MeteredMetric): Issue[] {
  return timing === 'arrears' || IN_ADVANCE.includes(aggregation)
    ? []
    : [
        issue(
          ['timing'],
          `Events of a ${aggregation} metric cannot be billed one by one: use arrears.`,
        ),
      ];
}

function prorationIssues(charge: Charge, metric: MeteredMetric): Issue[] {
  if (!('prorated' in charge) || !charge.prorated) return [];
  return PRORATED.includes(metric.aggregation) && metric.recurring
    ? []
    : [
        issue(
          ['prorated'],
          'Only charges of recurring sum and unique_count metrics are prorated: make the metric recurring or leave prorated out.',
        ),
      ];
}

/** Allowances and bounds by event mean nothing where units are not the sum of events. */
function allowanceIssues(charge: Charge, { aggregation }: MeteredMetric): Issue[] {
  if (charge.model !== 'percentage' || BY_EVENT.includes(aggregation)) return [];
  const message = `Allowances and bounds are counted event by event, which the units of a ${aggregation} metric do not allow: leave them out.`;
  const own = dependsOnEvents(percentageTerms(charge.pricing)) ? [issue(['pricing'], message)] : [];
  const ofFilters = (charge.filters ?? []).flatMap(({ pricing }, index) =>
    dependsOnEvents(percentageTerms(pricing))
      ? [issue(['filters', index, 'pricing'], message)]
      : [],
  );
  return [...own, ...ofFilters];
}

/**
 * What does not fit between a charge and the aggregation of its metric (`facts/rating.md §4`,
 * §5). Empty when all is well. Paths start at the charge.
 */
export function chargeIssues(charge: Charge, metric: MeteredMetric): Issue[] {
  return [
    ...modelIssues(charge, metric),
    ...timingIssues(charge, metric),
    ...prorationIssues(charge, metric),
    ...allowanceIssues(charge, metric),
  ];
}
