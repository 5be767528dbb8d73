import { type Coupon, checkInput, contract } from '@billport/core';
import { z } from 'zod';
import type { Answer } from '../../answers/answer.ts';
import { shortDiscount, shortFrequency, shownCoupon } from '../../answers/shown/index.ts';
import type { Change } from '../change.ts';
import { fieldsOf } from '../fields-of.ts';
import { foundOrNone } from '../found-or-none.ts';
import { named } from '../named.ts';
import { notCleared } from '../not-cleared.ts';
import { requireOperation } from '../require-operation.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const { code, name, description, reusable, expiresAt } = notCleared(
  fieldsOf(contract.coupons.update, ['code', 'name', 'description', 'reusable', 'expiresAt']),
);

const couponArguments = z.strictObject({
  code,
  name,
  description,
  discount: z
    .looseObject({})
    .optional()
    .describe(
      '{"type":"percentage","rate":"25"} or {"type":"fixed_amount","amount":{"amount":"10.00","currency":"USD"}}',
    ),
  frequency: z
    .looseObject({})
    .optional()
    .describe('{"type":"once"|"forever"} or {"type":"recurring","periods":3}'),
  limit: z
    .looseObject({})
    .optional()
    .describe('{"to":"plans","plans":[codes]} or {"to":"metrics","metrics":[codes]}'),
  reusable,
  expiresAt,
});

type Arguments = z.output<typeof couponArguments>;

function show(results: readonly unknown[], { detailed }: ToolCall, verb: string): Answer {
  const [coupon] = results as [Coupon];
  return {
    summary: `${verb} coupon ${named(coupon.code, coupon.name)}.`,
    facts: { coupon: shownCoupon(coupon, detailed) },
    warnings: warningsOf(results),
  };
}

async function plan(args: Arguments, call: ToolCall): Promise<Change> {
  const existing = await foundOrNone(call.billing.coupons.get({ code: args.code }));
  const of = named(args.code, args.name ?? existing?.name);
  const shared = { needsConsent: false, targets: [`coupon:${args.code}`], basis: existing };
  if (existing === undefined) {
    const input = checkInput(contract.coupons.create, args);
    const off = `${shortDiscount(input.discount)} off, ${shortFrequency(input.frequency)}`;
    return {
      ...shared,
      effect: `Create coupon ${of}: ${off}.`,
      calls: [{ operation: 'coupons.create', input }],
      show: (results) => show(results, call, 'Created'),
    };
  }
  requireOperation(call, 'coupons.update');
  const changed = Object.keys(args).filter((field) => field !== 'code');
  return {
    ...shared,
    effect: `Update coupon ${of} (${changed.length === 0 ? 'nothing' : changed.join(', ')}).`,
    calls: [{ operation: 'coupons.update', input: checkInput(contract.coupons.update, args) }],
    show: (results) => show(results, call, 'Updated'),
  };
}

/** Creates a coupon, or changes the one with this code. */
export const saveCoupon = changingTool({
  name: 'save_coupon',
  title: 'Create or update coupon',
  description:
    'Create a coupon (needs discount and frequency), or update the one with this code. Terms are fixed once a customer has it.',
  toolset: 'core',
  scope: 'billing:write',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  needs: ['coupons.create', 'coupons.get'],
  arguments: couponArguments,
  plan,
});
