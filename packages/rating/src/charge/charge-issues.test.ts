import type { Charge } from '@billport/core';
import { describe, expect, it } from 'vitest';
import type { MeteredMetric } from '../metering/metered-event.ts';
import { chargeIssues } from './charge-issues.ts';

const charge = (fields: object): Charge =>
  ({ metric: 'm', timing: 'arrears', ...fields }) as Charge;
const standard = { model: 'standard', pricing: { unitAmount: '1' } };
const percentage = { model: 'percentage', pricing: { rate: '1' } };
const dynamic = { model: 'dynamic', pricing: {} };
const custom = { model: 'custom', pricing: {} };
const metric = (aggregation: MeteredMetric['aggregation'], more = {}): MeteredMetric => ({
  aggregation,
  property: 'v',
  ...more,
});

describe('chargeIssues', () => {
  it.each([
    ['dynamic with count', charge(dynamic), metric('count'), ['model']],
    ['custom with sum', charge(custom), metric('sum'), ['model']],
    ['standard with custom', charge(standard), metric('custom'), ['model']],
    ['percentage with latest', charge(percentage), metric('latest'), ['model']],
    [
      'graduated_percentage with latest',
      charge({ model: 'graduated_percentage', pricing: { tiers: [{ upTo: null, rate: '1' }] } }),
      metric('latest'),
      ['model'],
    ],
    ['max in advance', charge({ ...standard, timing: 'advance' }), metric('max'), ['timing']],
    [
      'weighted sum in advance',
      charge({ ...standard, timing: 'advance' }),
      metric('weighted_sum'),
      ['timing'],
    ],
    [
      'proration of a metered sum',
      charge({ ...standard, prorated: true }),
      metric('sum'),
      ['prorated'],
    ],
    [
      'proration of a recurring weighted sum',
      charge({ ...standard, prorated: true }),
      metric('weighted_sum', { recurring: true }),
      ['prorated'],
    ],
    [
      'allowances of a maximum',
      charge({ model: 'percentage', pricing: { rate: '1', freeEvents: 1 } }),
      metric('max'),
      ['pricing'],
    ],
    [
      'bounds of a weighted sum in a filter',
      charge({
        ...percentage,
        filters: [{ match: { a: ['b'] }, pricing: { rate: '1', minimumPerEvent: '1' } }],
      }),
      metric('weighted_sum'),
      ['filters', 0, 'pricing'],
    ],
  ])('names the field of %s', (_, subject, measured, path) => {
    const issues = chargeIssues(subject, measured);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(issues[0]?.message).not.toBe('');
  });

  it.each([
    ['dynamic with sum', charge(dynamic), metric('sum')],
    ['custom with custom', charge(custom), metric('custom')],
    ['percentage with max', charge(percentage), metric('max')],
    ['unique_count in advance', charge({ ...standard, timing: 'advance' }), metric('unique_count')],
    [
      'proration of recurring values',
      charge({ ...standard, prorated: true }),
      metric('unique_count', { recurring: true }),
    ],
    ['standard with latest', charge(standard), metric('latest')],
  ])('finds nothing wrong with %s', (_, subject, measured) => {
    expect(chargeIssues(subject, measured)).toEqual([]);
  });
});
