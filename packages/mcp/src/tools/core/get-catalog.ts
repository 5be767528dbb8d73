import type { Billing, Coupon, Metric, OperationId, Page, Plan, Tax } from '@billport/core';
import { z } from 'zod';
import type { Answer, Fact } from '../../answers/answer.ts';
import { pageAnswer } from '../../answers/page-answer.ts';
import { shownCoupon, shownMetric, shownPlan, shownTax } from '../../answers/shown/index.ts';
import { whole } from '../../answers/shown/whole.ts';
import { findCoupon, findMetric, findPlan, findTax } from '../../arguments/references/index.ts';
import { named } from '../named.ts';
import { pageArguments } from '../page-arguments.ts';
import { READING } from '../reading-safety.ts';
import { codeReference } from '../references.ts';
import { refuseArguments } from '../refuse-arguments.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { readingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

interface PageOptions {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A kind of thing of the catalog: how it is called, listed, shown and found. */
interface KindOf<Item> {
  readonly noun: readonly [one: string, many: string];
  readonly operation: OperationId;
  readonly list: (billing: Billing, page: PageOptions) => PromiseLike<Page<Item>>;
  readonly show: (item: Item, detailed: boolean) => Fact;
  readonly find: (call: ToolCall, code: string, field: string) => Promise<Item>;
}

interface Item {
  readonly code: string;
  readonly name?: string | undefined;
}

/** Reads a page of a kind, or one of it. */
type ReadKind = (args: z.output<typeof catalogArguments>, call: ToolCall) => Promise<Answer>;

const readerOf =
  <Thing extends Item>({ noun, operation, list, show, find }: KindOf<Thing>): ReadKind =>
  async ({ code, limit, cursor }, call) => {
    requireOperation(call, operation);
    if (code !== undefined) {
      refuseArguments({ cursor }, ['cursor'], 'with code, which names one thing');
      const found = await find(call, code, 'code');
      return {
        summary: `${noun[0]} ${named(found.code, found.name)}.`,
        facts: { [noun[0]]: whole(found) },
        warnings: warningsOf([found]),
      };
    }
    const page = await list(call.billing, { limit, cursor });
    return pageAnswer({
      ...page,
      noun,
      about: 'by age, newest first',
      items: page.items.map((item) => show(item, call.detailed)),
    });
  };

const catalogArguments = z.strictObject({
  kind: z.enum(['plans', 'metrics', 'coupons', 'taxes']),
  code: codeReference().optional(),
  ...pageArguments(),
});

const KINDS = {
  plans: readerOf<Plan>({
    noun: ['plan', 'plans'],
    operation: 'plans.list',
    list: (billing, page) => billing.plans.list(page),
    show: shownPlan,
    find: findPlan,
  }),
  metrics: readerOf<Metric>({
    noun: ['metric', 'metrics'],
    operation: 'metrics.list',
    list: (billing, page) => billing.metrics.list(page),
    show: shownMetric,
    find: findMetric,
  }),
  coupons: readerOf<Coupon>({
    noun: ['coupon', 'coupons'],
    operation: 'coupons.list',
    list: (billing, page) => billing.coupons.list(page),
    show: shownCoupon,
    find: findCoupon,
  }),
  taxes: readerOf<Tax>({
    noun: ['tax', 'taxes'],
    operation: 'taxes.list',
    list: (billing, page) => billing.taxes.list(page),
    show: shownTax,
    find: findTax,
  }),
};

/** What is sold, measured and taken off. */
export const getCatalog = readingTool({
  name: 'get_catalog',
  title: 'Get catalog',
  description: 'Plans with prices, metrics, coupons or taxes: a list, or all of one by code.',
  toolset: 'core',
  scope: 'billing:read',
  safety: READING,
  needs: [['plans.list', 'metrics.list', 'coupons.list', 'taxes.list']],
  arguments: catalogArguments,
  read: (args, call) => KINDS[args.kind](args, call),
});
