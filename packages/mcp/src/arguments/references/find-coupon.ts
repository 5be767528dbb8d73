import type { Coupon } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/**
 * The coupon with this code, or else with this name.
 *
 * @param field The argument that held the reference.
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findCoupon(
  { billing }: ToolCall,
  reference: string,
  field = 'coupon',
): Promise<Coupon> {
  return findReference<Coupon>({
    noun: 'coupon',
    field,
    accepts: 'code or name',
    reference,
    get: (code) => billing.coupons.get({ code }),
    list: () => billing.coupons.list({ limit: 100 }),
    keyOf: ({ code }) => code,
    namesOf: ({ code, name }) => [code, name],
    candidate: ({ code, name }) => ({ code, name }),
  });
}
