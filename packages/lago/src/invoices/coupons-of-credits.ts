import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoCredit } from '../wire/invoice.ts';

/** A coupon that a customer has: the fields that are read. Lists tell what it took off. */
interface LagoCouponOfCustomer {
  readonly lago_id: string;
  readonly coupon_code: string;
  readonly credits?: readonly { readonly lago_id?: string | null }[] | null;
}

/** Finds the customer's coupon that a credit comes from. */
export type AppliedCouponOf = (credit: LagoCredit) => string;

/**
 * Reads a customer's coupons, to tell which of them an invoice used: a credit of Lago names the
 * coupon, and a customer may have the same one twice.
 */
export async function readAppliedCoupons(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<AppliedCouponOf> {
  const byCredit = new Map<string, string>();
  const byCode = new Map<string, string>();
  const rows = lago.rows<LagoCouponOfCustomer>(
    {
      path: path`/applied_coupons`,
      query: { external_customer_id: customerKey },
      root: 'applied_coupons',
    },
    context,
  );
  for await (const { lago_id: id, coupon_code: code, credits } of rows) {
    // Newest first: the oldest of a code stays, which is used first.
    byCode.set(code, id);
    for (const credit of credits ?? []) if (credit.lago_id) byCredit.set(credit.lago_id, id);
  }
  return ({ lago_id: id, item }) =>
    byCredit.get(id ?? '') ?? byCode.get(item.code ?? '') ?? item.lago_item_id ?? '';
}
