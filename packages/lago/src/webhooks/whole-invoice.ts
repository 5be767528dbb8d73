import type { Invoice } from '@billport/core';
import { toFee } from '../fees/fee.ts';
import { withTaxes } from '../invoices/fee-taxes.ts';
import { toInvoice } from '../invoices/to-invoice.ts';
import type { LagoFee } from '../wire/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';
import { instantOf } from '../wire-instant.ts';

/** Lists that some webhooks leave out (`facts/lago.md §c` "Envelope"). */
const LISTS = [
  'fees',
  'credits',
  'applied_taxes',
  'subscriptions',
  'billing_periods',
] as const satisfies readonly (keyof LagoInvoice)[];

/** Coupons and wallets of an invoice are named nowhere in it: they are read from Lago. */
function namesAll({ credits, prepaid_credit_amount_cents: prepaid }: LagoInvoice): boolean {
  return prepaid === 0 && !credits?.some(({ item }) => item.type === 'coupon');
}

/** The lines with their taxes; undefined where the invoice does not tell which taxes they have. */
async function taxedFees(wire: LagoInvoice): Promise<LagoFee[] | undefined> {
  let isTold = true;
  const fees = await Promise.all(
    (wire.fees ?? []).map((fee) =>
      withTaxes(fee, wire.applied_taxes ?? [], async () => {
        isTold = false;
        return fee;
      }),
    ),
  );
  return isTold ? fees : undefined;
}

/**
 * The invoice of a webhook, where nothing has to be read to make it whole: else undefined. Lines do
 * not have the codes and models of their charges, which stand in the plan.
 * @throws BillingError `malformed_response`
 */
export async function wholeInvoice(wire: LagoInvoice): Promise<Invoice | undefined> {
  const now = instantOf(wire.created_at, 'created_at');
  const isWhole = wire.customer != null && LISTS.every((list) => Array.isArray(wire[list]));
  if (now === undefined || !isWhole || !namesAll(wire)) return undefined;
  const fees = await taxedFees(wire);
  if (fees === undefined) return undefined;
  const plans = new Map((wire.subscriptions ?? []).map((each) => [each.lago_id, each.plan_code]));
  const planCodeOf = (id: string) => plans.get(id);
  return toInvoice(wire, {
    fees: fees.map((fee) => toFee(fee, { planCodeOf })),
    appliedCouponOf: () => '',
    prepaidCredits: [],
    now,
  });
}
