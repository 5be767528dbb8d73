import type { Billing, OperationId, Page } from '@billport/core';
import { z } from 'zod';
import type { Answer, Fact } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownCoupon, shownMetric, shownPlan, shownTax } from '../../answers/shown/index.ts';
import { whole } from '../../answers/shown/whole.ts';
import { findCoupon, findMetric, findPlan } from '../../arguments/references/index.ts';
import { named } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { codeReference } from '../references.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

interface PageOptions {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Listed {
  readonly noun: string | readonly [string, string];
  readonly operation: OperationId;
  readonly list: (billing: Billing, page: PageOptions) => PromiseLike<Page<never>>;
  readonly show: (item: never, detailed: boolean) => Fact;
  readonly find: (
    call: ToolCall,
    code: string,
  ) => Promise<{ readonly code: string; readonly name?: string | undefined }>;
}

const KINDS = {
  plans: {
    noun: 'plan',
    operation: 'plans.list',
    list: (billing, page) => billing.plans.list(page),
    show: shownPlan,
    find: findPlan,
  },
  metrics: {
    noun: 'metric',
    operation: 'metrics.list',
    list: (billing, page) => billing.metrics.list(page),
    show: shownMetric,
    find: findMetric,
  },
  coupons: {
    noun: 'coupon',
    operation: 'coupons.list',
    list: (billing, page) => billing.coupons.list(page),
    show: shownCoupon,
    find: findCoupon,
  },
  taxes: {
    noun: ['tax', 'taxes'],
    operation: 'taxes.list',
    list: (billing, page) => billing.taxes.list(page),
    show: shownTax,
    find: ({ billing }, code) => billing.taxes.get({ code }),
  },
} as unknown as Readonly<Record<'plans' | 'metrics' | 'coupons' | 'taxes', Listed>>;

const catalogArguments = z.strictObject({
  kind: z.enum(['plans', 'metrics', 'coupons', 'taxes']),
  code: codeReference().optional(),
  ...pageArguments(),
});

async function readOne(kind: Listed, code: string, call: ToolCall): Promise<Answer> {
  const found = await kind.find(call, code);
  const noun = typeof kind.noun === 'string' ? kind.noun : kind.noun[0];
  return {
    summary: `${noun[0]?.toUpperCase()}${noun.slice(1)} ${named(found.code, found.name)}.`,
    facts: { [noun]: whole(found) },
    warnings: warningsOf([found]),
  };
}

async function readCatalog(
  { kind: name, code, limit, cursor }: z.output<typeof catalogArguments>,
  call: ToolCall,
): Promise<Answer> {
  const kind = KINDS[name];
  requireOperation(call, kind.operation);
  if (code !== undefined) return readOne(kind, code, call);
  const page = await kind.list(call.billing, { limit, cursor });
  return pageAnswer({
    ...page,
    noun: kind.noun,
    about: 'by age, newest first',
    items: page.items.map((item) => kind.show(item, call.detailed)),
  });
}

/** What is sold, measured and taken off. */
export const getCatalog = readingTool({
  name: 'get_catalog',
  title: 'Get catalog',
  description: 'Plans with prices, metrics, coupons or taxes: a list, or all of one by code.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: ['plans.list'],
  arguments: catalogArguments,
  read: readCatalog,
});
