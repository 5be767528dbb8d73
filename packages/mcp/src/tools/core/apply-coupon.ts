import {
  type AppliedCoupon,
  type CheckedInputOf,
  type Coupon,
  type Customer,
  checkInput,
  contract,
  toEpochMs,
} from '@billport/core';
import { z } from 'zod';
import { shortDiscount, shortFrequency, shownAppliedCoupon } from '../../answers/shown/index.ts';
import { findCoupon, findCustomer } from '../../arguments/references/index.ts';
import type { Change } from '../change.ts';
import { counted, named, namedCustomer } from '../named.ts';
import { requireCurrency } from '../pays-in.ts';
import { refusedByState } from '../refuse-state.ts';
import { warningsOf } from '../result-warnings.ts';
import { changingTool } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

const applyArguments = z.strictObject({
  customer: z.string().min(1).max(255).describe('Key, name or email.'),
  coupon: z.string().min(1).max(255).describe('Code or name.'),
  discount: z.looseObject({}).optional().describe("Instead of the coupon's; as in save_coupon."),
  frequency: z.looseObject({}).optional(),
});

/** How often the customer has the coupon now; undefined where the provider cannot tell. */
async function presentCount(call: ToolCall, customer: Customer, coupon: Coupon) {
  if (!call.billing.supports('coupons.listApplied')) return undefined;
  const { items } = await call.billing.coupons.listApplied({
    customerKey: customer.customerKey,
    couponCode: coupon.code,
    status: 'active',
  });
  return items.length;
}

/** @throws Refusal `invalid_arguments` for a coupon that the customer cannot have, or could never use. */
function checkCoupon(
  { clock }: ToolCall,
  { expiresAt, code, name }: Coupon,
  discount: Coupon['discount'],
  customer: Customer,
): void {
  const of = `coupon ${named(code, name)}`;
  if (expiresAt !== undefined && toEpochMs(expiresAt) <= clock.now()) {
    throw refusedByState(
      'coupon',
      `${of} expired at ${expiresAt}`,
      'Name another one, or give this one a later expiresAt with save_coupon first.',
    );
  }
  if (discount.type !== 'fixed_amount') return;
  requireCurrency(customer, discount.amount.currency, 'coupon', `the amount of ${of}`);
}

async function plan(
  {
    customer: customerReference,
    coupon: couponReference,
    ...terms
  }: z.output<typeof applyArguments>,
  call: ToolCall,
): Promise<Change> {
  const customer = await findCustomer(call, customerReference);
  const coupon = await findCoupon(call, couponReference);
  const { customerKey } = customer;
  const input: CheckedInputOf<typeof contract.coupons.apply> = checkInput(contract.coupons.apply, {
    customerKey,
    couponCode: coupon.code,
    ...terms,
  });
  const discount = input.discount ?? coupon.discount;
  const frequency = input.frequency ?? coupon.frequency;
  checkCoupon(call, coupon, discount, customer);
  const present = await presentCount(call, customer, coupon);
  const again =
    present === undefined || present === 0
      ? ''
      : ` (it has it ${counted(present, 'time')} already)`;
  return {
    effect: `Give ${namedCustomer(customer)} coupon ${named(coupon.code, coupon.name)}${again}: ${shortDiscount(discount)} off, ${shortFrequency(frequency)}.`,
    needsConsent: true,
    money: discount.type === 'fixed_amount' ? discount.amount : undefined,
    targets: [`customer:${customerKey}`, `coupon:${coupon.code}`],
    basis: { discount, frequency, limit: coupon.limit, status: coupon.status, present },
    calls: [{ operation: 'coupons.apply', input }],
    show: (results) => {
      const [applied] = results as [AppliedCoupon];
      return {
        summary: `Gave ${namedCustomer(customer)} coupon ${named(coupon.code, coupon.name)}: ${shortDiscount(applied.discount)} off, ${shortFrequency(applied.frequency)}.`,
        facts: { appliedCoupon: shownAppliedCoupon(applied, call.detailed) },
        warnings: warningsOf(results),
      };
    },
  };
}

/** Gives a coupon to a customer. */
export const applyCoupon = changingTool({
  name: 'apply_coupon',
  title: 'Apply coupon',
  description: 'Give a customer a coupon that exists (else save_coupon first).',
  toolset: 'core',
  scope: 'billing:money',
  safety: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  needs: ['coupons.apply', ['coupons.get', 'coupons.list'], ['customers.get', 'customers.list']],
  arguments: applyArguments,
  plan,
});
