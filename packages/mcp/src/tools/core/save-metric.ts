import { CreateMetricInput, checkInput, contract, type Metric } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { shownMetric } from '../../answers/shown/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { foundOrNone } from '../found-or-none.ts';
import { named } from '../named.ts';
import { notCleared } from '../not-cleared.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';
import { variantsOf } from '../variants-of.ts';
import { checkFixed } from './check-fixed.ts';

const { code, name, description, rounding, expression } = notCleared(
  fieldsOf(contract.metrics.update, ['code', 'name', 'description', 'rounding', 'expression']),
);

const metricArguments = z.strictObject({
  code,
  name,
  description,
  aggregation: z
    .enum(variantsOf(CreateMetricInput, 'aggregation'))
    .optional()
    .describe('Needed when new, fixed then; so are property and recurring.'),
  property: z.string().max(255).optional().describe('Event property; not of count.'),
  recurring: z.boolean().optional().describe('Units carry over to the next period.'),
  rounding,
  expression: expression.describe('event.properties.a * event.properties.b'),
});

type Arguments = z.output<typeof metricArguments>;

const FIXED = ['aggregation', 'property', 'recurring'] as const;

function show(results: readonly unknown[], { detailed }: ToolCall, verb: string): Answer {
  const [metric] = results as [Metric];
  return {
    summary: `${verb} metric ${named(metric.code, metric.name)}.`,
    facts: { metric: shownMetric(metric, detailed) },
    warnings: warningsOf(results),
  };
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const existing = await foundOrNone(call.billing.metrics.get({ code: args.code }));
  const { aggregation, property, recurring, ...changes } = args;
  const of = named(args.code, args.name ?? existing?.name);
  const shared = { needsConsent: false, targets: [`metric:${args.code}`], basis: existing };
  if (existing === undefined) {
    const input = checkInput(contract.metrics.create, args);
    const over = property === undefined ? '' : ` over property ${named(property)}`;
    return {
      ...shared,
      effect: `Create metric ${of}: ${aggregation}${over}.`,
      calls: [{ operation: 'metrics.create', input }],
      show: (results) => show(results, call, 'Created'),
    };
  }
  requireOperation(call, 'metrics.update');
  checkFixed('metric', FIXED, args, existing);
  const changed = Object.keys(changes).filter((field) => field !== 'code');
  return {
    ...shared,
    effect: `Update metric ${of} (${changed.length === 0 ? 'nothing' : changed.join(', ')}).`,
    calls: [{ operation: 'metrics.update', input: checkInput(contract.metrics.update, changes) }],
    show: (results) => show(results, call, 'Updated'),
  };
}

/** Creates a metric, or changes the one with this code. */
export const saveMetric = changingTool({
  name: 'save_metric',
  title: 'Create or update metric',
  description:
    'Create a metric (what usage events count as units), or update the one with this code.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: ['metrics.create', 'metrics.get'],
  arguments: metricArguments,
  plan,
});
